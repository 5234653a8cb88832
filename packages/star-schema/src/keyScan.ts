import type { KeySums } from './keySums.ts';

/** The rows whose business key may occur more than once, by their number in the batch. */
export interface Suspects {
  readonly rowCount: number;
  readonly count: number;
  /** Gives the suspects among the rows `start` up to `end` that fall into one of `partitions` parts, as all rows of their key do. */
  readonly rowsIn: (start: number, end: number, partition: number, partitions: number) => Uint32Array;
}

/** Finds suspects: 64-bit sums of the keys first, the keys themselves are compared later and only where sums agree. */
export interface KeyScan {
  /** Takes the sums of the next rows. */
  readonly add: (sums: KeySums) => void;
  readonly finish: () => Suspects;
}

/** Starts a scan; it holds eight bytes a row, and four more for each slot of its table at the end. */
export function createKeyScan(): KeyScan {
  let low = new Uint32Array(1 << 16);
  let high = new Uint32Array(1 << 16);
  let rowCount = 0;

  return {
    add(sums) {
      const needed = rowCount + sums.low.length;
      if (needed > low.length) {
        low = grown(low, needed);
        high = grown(high, needed);
      }
      low.set(sums.low, rowCount);
      high.set(sums.high, rowCount);
      rowCount = needed;
    },
    finish() {
      const suspect = new Uint8Array(rowCount);
      const count = markRepeats(low, high, rowCount, suspect);
      high = new Uint32Array(0);
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

/** Marks every row whose sum another row has too, and returns how many there are. */
function markRepeats(low: Uint32Array, high: Uint32Array, rowCount: number, suspect: Uint8Array): number {
  const mask = 2 ** Math.ceil(Math.log2(Math.max(2, rowCount * 1.5))) - 1;
  /** Row number plus one; 0 is free. */
  const slots = new Uint32Array(mask + 1);
  let count = 0;
  const mark = (row: number): void => {
    if (suspect[row] === 0) count++;
    suspect[row] = 1;
  };
  for (let row = 0; row < rowCount; row++) {
    let slot = high[row]! & mask;
    for (;;) {
      const other = slots[slot]! - 1;
      if (other < 0) {
        slots[slot] = row + 1;
        break;
      }
      if (low[other] === low[row] && high[other] === high[row]) {
        mark(other);
        mark(row);
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
  return count;
}

function grown(array: Uint32Array<ArrayBuffer>, needed: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(needed, array.length * 2));
  larger.set(array);
  return larger;
}
