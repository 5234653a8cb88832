import type { KeySums } from './keySums.ts';

/** The rows whose business key may occur more than once, by their number in the batch. */
export interface Suspects {
  readonly rowCount: number;
  readonly count: number;
  /**
   * Gives the suspects among the rows `start` up to `end` that fall into one of `partitions` parts, as all rows of their
   * key do.
   */
  readonly rowsIn: (start: number, end: number, partition: number, partitions: number) => Uint32Array;
}

/**
 * Finds suspects: 64-bit sums of the keys first, the keys themselves are compared later and only where sums agree.
 */
export interface KeyScan {
  /** Takes the sums of the next rows. */
  readonly add: (sums: KeySums) => void;
  /** Finds the suspects among all rows taken, and forgets the rows. */
  readonly finish: () => Suspects;
}

/** Sums are compared in passes over a part of them each, so that what is looked up at random stays in a cache. */
const slotCount = 1 << 19;

/** Starts a scan; it holds eight bytes a row. */
export function createKeyScan(): KeyScan {
  let taken: KeySums[] = [];
  return {
    add(sums) {
      taken.push(sums);
    },
    finish() {
      const sums = joined(taken);
      taken = [];
      const rowCount = sums.low.length;
      const { suspect, count } = markRepeats(sums);
      const { low } = sums;
      return {
        rowCount,
        count,
        rowsIn(start, end, partition, partitions) {
          const rows: number[] = [];
          for (let row = start; row < end; row++)
            if (suspect[row] === 1 && low[row]! % partitions === partition) rows.push(row);
          return Uint32Array.from(rows);
        },
      };
    },
  };
}

function joined(parts: KeySums[]): KeySums {
  const rowCount = parts.reduce((sum, { low }) => sum + low.length, 0);
  const low = new Uint32Array(rowCount);
  const high = new Uint32Array(rowCount);
  let at = 0;
  // Each part is let go as soon as it is copied.
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    low.set(part.low, at);
    high.set(part.high, at);
    at += part.low.length;
  }
  return { low, high };
}

/** Marks every row whose sum another row has too. */
function markRepeats({ low, high }: KeySums): { readonly suspect: Uint8Array; readonly count: number } {
  const rowCount = low.length;
  const suspect = new Uint8Array(rowCount);
  const passes = 2 ** Math.max(0, Math.ceil(Math.log2((rowCount * 1.5) / slotCount)));
  const passBits = Math.log2(passes);
  const slots = {
    /** The number of a row plus one; 0 is free. */
    rows: new Uint32Array(slotCount),
    low: new Uint32Array(slotCount),
    high: new Uint32Array(slotCount),
  };
  let count = 0;
  const mark = (row: number): void => {
    if (suspect[row] === 0) count++;
    suspect[row] = 1;
  };
  for (let pass = 0; pass < passes; pass++) {
    slots.rows.fill(0);
    for (let row = 0; row < rowCount; row++) {
      const a = high[row]!;
      if ((a & (passes - 1)) !== pass) continue;
      const b = low[row]!;
      for (let slot = (a >>> passBits) & (slotCount - 1); ; slot = (slot + 1) & (slotCount - 1)) {
        const other = slots.rows[slot]!;
        if (other === 0) {
          slots.rows[slot] = row + 1;
          slots.low[slot] = b;
          slots.high[slot] = a;
          break;
        }
        if (slots.low[slot] === b && slots.high[slot] === a) {
          mark(other - 1);
          mark(row);
          break;
        }
      }
    }
  }
  return { suspect, count };
}
