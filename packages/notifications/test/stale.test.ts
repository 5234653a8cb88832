import { describe, expect, it } from 'vitest';
import { renderJson, renderText, staleMessage, type StaleOptions } from '../src/index.ts';

const day: StaleOptions = {
  pipeline: 'sales',
  lastLoadedAt: new Date('2025-11-03T06:00:00.000Z'),
  now: new Date('2025-11-04T13:00:00.000Z'),
  freshnessHours: 26,
  nextCommand: 'pnpm sales status --env dev',
};

describe('the message that no data came', () => {
  it('is none while the last load is recent enough', () => {
    expect(staleMessage({ ...day, now: new Date('2025-11-04T08:00:00.000Z') })).toBeUndefined();
    expect(staleMessage({ ...day, now: new Date('2025-11-04T08:00:00.001Z') })).toBeDefined();
  });
  it('says for how long, since when, what is expected and what to type', () => {
    const { subject, body } = renderText(staleMessage(day)!);
    expect(subject).toBe('[sales] NO NEW DATA for 31 h 0 min');
    expect(body).toBe(`sales: NO NEW DATA for 31 h 0 min.

Time      seen at 2025-11-04T13:00:00.000Z
Cause     The last batch was loaded at 2025-11-03T06:00:00.000Z. At least one is expected every 26 h 0 min.
Next      pnpm sales status --env dev
`);
  });
  it('says so where nothing was ever loaded', () => {
    const message = staleMessage({ ...day, lastLoadedAt: undefined })!;
    expect(renderText(message).subject).toBe('[sales] NO DATA was ever loaded');
    expect(JSON.parse(renderJson(message))).toMatchObject({ outcome: 'stale', batchId: null, durationMs: 0 });
  });
});
