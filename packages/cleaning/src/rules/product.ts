import { type ProductField, scaledInteger } from '@sales/schema';
import { numberText } from '../json.ts';
import { kept, type Reading, type Repair } from './rule.ts';
import { parseAmount } from './money.ts';
import { trim } from './trim.ts';

const corrected: readonly Repair[] = ['corrected'];

/** Derives quantity × price in cents, and notices a given amount that does not agree with it. */
export function deriveProduct(
  field: ProductField,
  raw: unknown,
  quantity: number,
  priceCents: bigint,
): Reading {
  const cents = BigInt(quantity) * priceCents;
  if (raw === undefined || raw === null) return kept(cents);
  const text = typeof raw === 'string' ? trim(raw) : (numberText(raw) ?? 'no number');
  if (text === '') return kept(cents);
  const given = parseAmount(text);
  const givenCents = given === undefined ? undefined : scaledInteger(given, 2);
  if (givenCents === undefined) return kept(cents, corrected);
  const difference = givenCents > cents ? givenCents - cents : cents - givenCents;
  return difference > field.toleranceCents ? kept(cents, corrected) : kept(cents);
}
