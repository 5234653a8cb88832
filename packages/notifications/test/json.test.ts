import { expect, it } from 'vitest';
import { renderJson } from '../src/index.ts';
import { runMessage } from './runMessage.ts';

it('keeps every cent of an amount that a JSON number would round', () => {
  const parsed = JSON.parse(renderJson(runMessage({ totalAmountCents: 9_007_199_254_740_993n })));
  expect(parsed.totalAmountCents).toBe('9007199254740993');
});

it('has every field of the message, null where nothing is known, on one line', () => {
  const unknown = {
    batchId: undefined,
    totalAmountCents: undefined,
    cause: undefined,
    nextCommand: undefined,
  };
  const message = runMessage(unknown);
  const json = renderJson(message);
  expect(json).not.toContain('\n');
  expect(JSON.parse(json)).toEqual({
    ...message,
    batchId: null,
    totalAmountCents: null,
    cause: null,
    nextCommand: null,
  });
  expect(Object.keys(JSON.parse(json))).toEqual(Object.keys(message));
});

it('lists the reasons with the largest first', () => {
  const parsed = JSON.parse(renderJson(runMessage({ reasons: { b: 1, a: 1, c: 7 } })));
  expect(Object.keys(parsed.reasons)).toEqual(['c', 'a', 'b']);
});
