import type { KeySums } from './keySums.ts';
import { openSpillFile, type SpillFile } from './spillFile.ts';

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

/** Rows are parted by the first bits of a sum: equal sums meet in one part, which is compared in a core's cache. */
const partBits = 6;
const partCount = 1 << partBits;
/** A row is its sum's low and high half, and its number. */
const wordsPerRow = 3;
/** How many rows a part gathers before it goes to the disk. */
const rowsPerChunk = 1 << 14;
/** Rows held in memory, at twelve bytes each. */
const defaultRowsInMemory = 1 << 23;

interface Part {
  words: Uint32Array;
  used: number;
}

/** Starts a scan. Past `rowsInMemory` rows (default: 8 million, 100 MB) it keeps them in a file. */
export function createKeyScan({ rowsInMemory = defaultRowsInMemory } = {}): KeyScan {
  let parts = emptyParts();
  let rowCount = 0;
  let spill: SpillFile | undefined;

  const flush = (part: number): void => {
    const { words, used } = parts[part]!;
    spill!.append(part, words.subarray(0, used));
    parts[part] = { words: words.length > chunkWords ? new Uint32Array(chunkWords) : words, used: 0 };
  };
  const makeRoom = (part: number): void => {
    if (spill !== undefined) return flush(part);
    const { words, used } = parts[part]!;
    const larger = new Uint32Array(words.length * 2);
    larger.set(words);
    parts[part] = { words: larger, used };
  };

  return {
    add(sums) {
      const count = sums.length / 2;
      for (let row = 0; row < count; row++) {
        const part = sums[2 * row + 1]! >>> (32 - partBits);
        if (parts[part]!.used === parts[part]!.words.length) makeRoom(part);
        const { words, used } = parts[part]!;
        words[used] = sums[2 * row]!;
        words[used + 1] = sums[2 * row + 1]!;
        words[used + 2] = rowCount + row;
        parts[part]!.used = used + wordsPerRow;
      }
      rowCount += count;
      if (rowCount <= rowsInMemory || spill !== undefined) return;
      spill = openSpillFile();
      for (let part = 0; part < partCount; part++) flush(part);
    },
    finish() {
      const found: Uint32Array[] = [];
      for (let part = 0; part < partCount; part++) {
        if (spill !== undefined) flush(part);
        const { words, used } = parts[part]!;
        found.push(repeats(spill === undefined ? words.subarray(0, used) : spill.read(part)));
      }
      spill?.close();
      parts = emptyParts();
      return suspectsOf(rowCount, found);
    },
  };
}

const chunkWords = rowsPerChunk * wordsPerRow;

function emptyParts(): Part[] {
  return Array.from({ length: partCount }, () => ({ words: new Uint32Array(64 * wordsPerRow), used: 0 }));
}

/** Gives the low half and the number of every row whose sum another row has too. */
function repeats(words: Uint32Array): Uint32Array {
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(words.length / wordsPerRow + 1) + 1)).fill(-1);
  const isRepeat = new Uint8Array(words.length / wordsPerRow);
  let count = 0;
  const mark = (at: number): void => {
    if (isRepeat[at / wordsPerRow] === 0) count++;
    isRepeat[at / wordsPerRow] = 1;
  };
  for (let at = 0; at < words.length; at += wordsPerRow) {
    let slot = words[at]! & (slots.length - 1);
    for (;;) {
      const other = slots[slot]!;
      if (other < 0) {
        slots[slot] = at;
        break;
      }
      if (words[other] === words[at] && words[other + 1] === words[at + 1]) {
        mark(other);
        mark(at);
        break;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
  }
  const found = new Uint32Array(2 * count);
  let next = 0;
  for (let row = 0; row < isRepeat.length; row++) {
    if (isRepeat[row] === 0) continue;
    found[next++] = words[row * wordsPerRow]!;
    found[next++] = words[row * wordsPerRow + 2]!;
  }
  return found;
}

function suspectsOf(rowCount: number, found: readonly Uint32Array[]): Suspects {
  const count = found.reduce((sum, { length }) => sum + length / 2, 0);
  // As 64-bit numbers they sort by their row: its number is the high half.
  const sorted = new BigUint64Array(count);
  const words = new Uint32Array(sorted.buffer);
  let filled = 0;
  for (const part of found) {
    words.set(part, filled);
    filled += part.length;
  }
  sorted.sort();
  return {
    rowCount,
    count,
    rowsIn(start, end, partition, partitions) {
      const rows: number[] = [];
      for (let at = firstFrom(words, start); at < count && words[2 * at + 1]! < end; at++)
        if (words[2 * at]! % partitions === partition) rows.push(words[2 * at + 1]!);
      return Uint32Array.from(rows);
    },
  };
}

/** The place of the first suspect whose row is not below `start`. */
function firstFrom(words: Uint32Array, start: number): number {
  let [low, high] = [0, words.length / 2];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (words[2 * middle + 1]! < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
