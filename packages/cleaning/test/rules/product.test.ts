import { product } from '@sales/schema';
import { describe, expect, it } from 'vitest';
import { deriveProduct } from '../../src/rules/product.ts';
import { readWritten } from '../reading.ts';

const field = product({ quantity: 'quantity', price: 'price' });
/** Three at 1.05. */
const rule = (raw: unknown) => deriveProduct(field, raw, 3, 105n);

const silent = { value: 315n, repairs: [] };
const corrected = { value: 315n, repairs: ['corrected'] };

describe('a derived amount', () => {
  it.each([undefined, 'null', '""', '" \u00a0 "'])('is derived without a word from %s', (json) => {
    expect(readWritten(rule, json)).toEqual(silent);
  });

  it.each([
    '3.15',
    '3.150',
    '315e-2',
    '"3.15"',
    '"$3.15"',
    '" 3.15 "',
    '3.14',
    '3.16',
    '"3.14"',
    '3.1400000000000000000001',
  ])('lets %s pass, which is within a cent', (json) => {
    expect(readWritten(rule, json)).toEqual(silent);
  });

  it.each(['3.13', '3.17', '"3.17"', '-3.15', '0', '1e400', '-1e400', '9007199254740993'])(
    'corrects %s, which is off by more',
    (json) => {
      expect(readWritten(rule, json)).toEqual(corrected);
    },
  );

  it.each(['"FREE"', '"3,15"', 'true', 'false', '[]', '[3.15]', '{}', '{"amount":3.15}'])(
    'corrects %s, which is no amount',
    (json) => {
      expect(readWritten(rule, json)).toEqual(corrected);
    },
  );

  it('is exact where floats are not', () => {
    expect(deriveProduct(field, undefined, 1_000_000, 9_999_999_999n)).toEqual({
      value: 9_999_999_999_000_000n,
      repairs: [],
    });
    expect(deriveProduct(product({ ...field, toleranceCents: 0n }), '3.14', 3, 105n)).toEqual(corrected);
  });
});
