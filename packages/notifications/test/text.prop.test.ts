import { it } from '@effect/vitest';
import { Schema } from 'effect';
import { expect } from 'vitest';
import { renderText } from '../src/index.ts';
import { renderCents, renderInteger } from '../src/quantities.ts';
import { runMessage } from './runMessage.ts';

const wholeRows = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 10_000_000_000 }));
const anyText = {
  outcome: Schema.Literals(['succeeded', 'partial', 'failed', 'nothing-new', 'stale']),
  pipeline: Schema.String,
  batchId: Schema.String,
  key: Schema.String,
  reason: Schema.String,
  cause: Schema.String,
  nextCommand: Schema.String,
  read: wholeRows,
  loaded: wholeRows,
};

it.prop('the subject is 1 to 99 characters of printable ASCII, whatever the run', anyText, (any) => {
  const counts = { read: any.read, loaded: any.loaded, quarantined: any.read, duplicates: 0, superseded: 0 };
  const { subject } = renderText(runMessage({ ...any, counts }));
  expect(subject).toMatch(/^\[[\x20-\x7e]{1,98}$/);
});

it.prop('the body has the same lines and no hidden character, whatever the texts say', anyText, (any) => {
  const { body } = renderText(
    runMessage({ ...any, objects: [{ key: any.key, sizeBytes: 1 }], reasons: { [any.reason]: 1 } }),
  );
  // Of a run that is missing there are no rows to tell of.
  expect(body.split('\n')).toHaveLength(any.outcome === 'stale' ? 11 : 16);
  expect(body.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
});

it.prop(
  'the body states each total',
  {
    read: wholeRows,
    loaded: wholeRows,
    quarantined: wholeRows,
    duplicates: wholeRows,
    superseded: wholeRows,
    cents: Schema.BigInt,
  },
  ({ cents, ...counts }) => {
    const { body } = renderText(runMessage({ counts, totalAmountCents: cents }));
    expect(body).toMatch(new RegExp(`^Rows +${renderInteger(counts.read)} read$`, 'm'));
    expect(body).toMatch(new RegExp(`^ +${renderInteger(counts.loaded)} loaded$`, 'm'));
    expect(body).toMatch(new RegExp(`^ +${renderInteger(counts.quarantined)} quarantined `, 'm'));
    expect(body).toMatch(new RegExp(`^ +${renderInteger(counts.duplicates)} duplicates$`, 'm'));
    expect(body).toMatch(new RegExp(`^ +${renderInteger(counts.superseded)} superseded `, 'm'));
    expect(body).toContain(`\nAmount    ${renderCents(cents)}\n`);
  },
);

it.prop('an amount read back digit by digit is the amount', { cents: Schema.BigInt }, ({ cents }) => {
  expect(BigInt(renderCents(cents).replaceAll(/[,.]/g, ''))).toBe(cents);
});
