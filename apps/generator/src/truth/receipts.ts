import type { CleanSale, Sale } from '../market/sale.ts';
import type { Random } from '../random/random.ts';
import type { Tally } from './tally.ts';

/** One of the rows that a sale was written as. */
export interface Issue {
  /** The counts of its file. */
  readonly tally: Tally;
  readonly sale: CleanSale;
}

/** A sale that may be written again. */
export interface Receipt {
  readonly sale: Sale;
  readonly number: number;
  /** The counts of the file in which it was written first. */
  readonly tally: Tally;
  /** Its number in the digest of the facts, if that is made. */
  readonly fact: number | undefined;
  /**
   * Its rows in the order of writing: they share a key, and the last one counts. Empty until there is a second one,
   * because most sales are never spelled out.
   */
  readonly issues: Issue[];
  /** Whether another sale took its transaction id: a second one might take the same store and day. */
  isShared: boolean;
}

const drawerSize = 4096;

/** Keeps a bounded number of receipts: each new one replaces the oldest. */
export class Receipts {
  readonly #drawer: Receipt[] = [];
  #next = 0;

  keep(receipt: Receipt): void {
    this.#drawer[this.#next] = receipt;
    this.#next = (this.#next + 1) % drawerSize;
  }

  /** Draws a receipt; undefined when there is none yet. */
  draw(random: Random): Receipt | undefined {
    return this.#drawer.length === 0 ? undefined : random.pick(this.#drawer);
  }
}

/** Tells whether two rows say the same in every field. */
export function isSameContent(a: CleanSale, b: CleanSale): boolean {
  return (Object.keys(a) as (keyof CleanSale)[]).every((field) => a[field] === b[field]);
}
