import { describe, expect, it } from 'vitest';
import { differences } from '../src/equality.ts';
import type { Outcome } from '../src/outputs.ts';

const right: Outcome = {
  silverRows: 97,
  rejectedRows: 3,
  factRows: 95,
  totalAmountCents: '123456',
  dimensions: { dim_store: { rows: 2, sha256: 'aa' }, dim_product: { rows: 5, sha256: 'bb' } },
};

describe('an engine whose output differs', () => {
  it('has no fault when everything is as it must be', () => {
    expect(differences(right, structuredClone(right))).toEqual([]);
  });

  it.each([
    [{ ...right, factRows: 94 }, 'fact rows: 94 instead of 95'],
    [{ ...right, totalAmountCents: '123457' }, 'cents: 123457 instead of 123456'],
    [{ ...right, silverRows: 98 }, 'clean rows: 98 instead of 97'],
    [{ ...right, rejectedRows: 0 }, 'refused rows: 0 instead of 3'],
    [
      { ...right, dimensions: { ...right.dimensions, dim_store: { rows: 1, sha256: 'aa' } } },
      'dim_store rows: 1 instead of 2',
    ],
    [
      { ...right, dimensions: { ...right.dimensions, dim_product: { rows: 5, sha256: 'cc' } } },
      'dim_product has other values',
    ],
    [
      { ...right, dimensions: { dim_store: { rows: 2, sha256: 'aa' } } },
      'dim_product rows: none instead of 5',
    ],
  ])('is told what is wrong (%#)', (found, fault) => {
    expect(differences(right, found)).toEqual([fault]);
  });
});
