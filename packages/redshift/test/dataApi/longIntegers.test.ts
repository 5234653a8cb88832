import { assert, describe, it } from 'vitest';
import { quoteLongIntegers } from '../../src/dataApi/longIntegers.ts';

describe('long integers of a result', () => {
  it('become texts of the same digits', () => {
    assert.strictEqual(
      quoteLongIntegers('[{"longValue":9007199254740993},{"longValue": -5}]'),
      '[{"longValue":"9007199254740993"},{"longValue":"-5"}]',
    );
  });
  it('are left alone within a text, and so are other numbers', () => {
    const json = JSON.stringify([
      { stringValue: '"longValue":12' },
      { stringValue: '\\"longValue":12' },
      { doubleValue: 1.5 },
    ]);
    assert.strictEqual(quoteLongIntegers(json), json);
  });
});
