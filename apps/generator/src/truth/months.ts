import { monthOfDay, monthTexts } from '../market/calendar.ts';
import type { TruthMonth } from './truth.ts';

/** The facts by month while they are written. */
export class Months {
  readonly #rows = new Float64Array(monthTexts.length);
  readonly #fastCents = new Float64Array(monthTexts.length);
  readonly #cents: bigint[] = monthTexts.map(() => 0n);

  /** Adds a fact whose amount is small: a thousand million million cents fit a month. */
  addFast(day: number, cents: number): void {
    const month = monthOfDay[day]!;
    this.#rows[month]!++;
    this.#fastCents[month]! += cents;
  }

  add(day: number, cents: bigint, sign: 1 | -1): void {
    const month = monthOfDay[day]!;
    this.#rows[month]! += sign;
    this.#cents[month]! += BigInt(sign) * cents;
  }

  /** Gives the months that have facts. */
  truth(): Record<string, TruthMonth> {
    const months = monthTexts.map((text, month): [string, TruthMonth] => [
      text,
      {
        rows: this.#rows[month]!,
        totalAmountCents: String(this.#cents[month]! + BigInt(this.#fastCents[month]!)),
      },
    ]);
    return Object.fromEntries(months.filter(([, { rows }]) => rows > 0));
  }
}
