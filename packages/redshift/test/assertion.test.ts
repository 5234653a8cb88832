import { assert, describe, it } from 'vitest';
import { explainAssertion, renderLoad } from '../src/index.ts';
import { salesBatch, target } from './sales.ts';

const staged = renderLoad(salesBatch, target).statements.find(
  ({ step }) => step === 'assert what was staged',
)!;
const sentence =
  'Batch b1 should bring 3000000 rows to fact_sales, but its files hold 7. Nothing was loaded.';

describe('what Redshift says of a failed assertion', () => {
  it('is the sentence, where the error holds it', () => {
    for (const error of [
      `ERROR: invalid input syntax for integer: "a: ${sentence}"`,
      `ERROR: Invalid digit, Value 'a', Pos 0, Type: Integer\n  error:  Invalid digit\n  code:      1207\n  context:   a: ${sentence}\n  query:     8291038`,
    ])
      assert.strictEqual(explainAssertion(staged, error), sentence);
  });
  it('is the name of the check, where the error holds only its letter', () => {
    assert.strictEqual(
      explainAssertion(staged, "ERROR: Invalid digit, Value 'c', Pos 0, Type: Integer"),
      'The load was refused, for this does not hold: unique keys of fact_sales. Nothing was loaded.',
    );
  });
  it('is nothing, where something else failed', () => {
    assert.isUndefined(explainAssertion(staged, 'ERROR: 1023 Serializable isolation violation on table'));
    assert.isUndefined(explainAssertion(staged, "ERROR: Invalid digit, Value 'z', Pos 0, Type: Integer"));
  });
});
