import type { Table } from '@sales/parquet';
import type { Contract } from '@sales/schema';
import { columnOf, valueReader } from './columnView.ts';

/** The rows whose business key may occur more than once, by their number in the batch. */
export interface Suspects {
  readonly rowCount: number;
  readonly count: number;
  /** Tells whether a row is a suspect of one of `partitions` parts; rows of one key fall into the same part. */
  readonly isIn: (row: number, partition: number, partitions: number) => boolean;
}

/** Finds suspects: 64-bit sums of the keys first, the keys themselves are compared later and only where sums agree. */
export interface KeyScan {
  /** Takes the next rows; the table needs the business key's columns only. */
  readonly add: (table: Table) => void;
  readonly finish: () => Suspects;
}

/** Starts a scan; it holds eight bytes a row, and four more for each slot of its table at the end. */
export function createKeyScan(contract: Contract): KeyScan {
  let low = new Uint32Array(1 << 16);
  let high = new Uint32Array(1 << 16);
  let rowCount = 0;

  return {
    add(table) {
      const readers = contract.businessKey.map((name) => valueReader(columnOf(table, name)));
      const needed = rowCount + table.rowCount;
      if (needed > low.length) {
        low = grown(low, needed);
        high = grown(high, needed);
      }
      for (let row = 0; row < table.rowCount; row++) {
        let a = 0x811c9dc5;
        let b = 0x9747b28c;
        for (const read of readers) {
          const text = String(read(row));
          for (let at = 0; at < text.length; at++) {
            const unit = text.charCodeAt(at);
            a = Math.imul(a ^ unit, 0x01000193);
            b = Math.imul((b << 5) ^ (b >>> 27) ^ unit, 0x9e3779b1);
          }
          a = Math.imul(a ^ 0xffff, 0x01000193);
          b = Math.imul(b ^ 0xffff, 0x85ebca6b);
        }
        low[rowCount] = mixed(a ^ (b >>> 7));
        high[rowCount] = mixed(b);
        rowCount++;
      }
    },
    finish() {
      const suspect = new Uint8Array(rowCount);
      const count = markRepeats(low, high, rowCount, suspect);
      high = new Uint32Array(0);
      return {
        rowCount,
        count,
        isIn: (row, partition, partitions) => suspect[row] === 1 && low[row]! % partitions === partition,
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

/** The last step of MurmurHash3's 32-bit sum, which spreads every bit. */
function mixed(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function grown(array: Uint32Array<ArrayBuffer>, needed: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(needed, array.length * 2));
  larger.set(array);
  return larger;
}
