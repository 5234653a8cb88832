import { withScratch } from '@sales/parquet/kernel';
import { kernel } from './kernel/kernel.ts';
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
/** Rows held in memory, at twelve bytes each. */
const defaultRowsInMemory = 1 << 23;
/** So many rows go to the disk at a time. */
const rowsPerFlush = 1 << 20;

/** Starts a scan. Past `rowsInMemory` rows (default: 8 million, 100 MB) it keeps them in a file. */
export function createKeyScan({ rowsInMemory = defaultRowsInMemory } = {}): KeyScan {
  /** For each part its rows in memory, in pieces. */
  let parts = emptyParts();
  let heldRows = 0;
  let rowCount = 0;
  let spill: SpillFile | undefined;

  const flush = (): void => {
    parts.forEach((pieces, part) => pieces.forEach((words) => spill!.append(part, words)));
    parts = emptyParts();
    heldRows = 0;
  };

  return {
    add(sums) {
      const count = sums.length / 2;
      partitioned(sums, rowCount).forEach((words, part) => parts[part]!.push(words));
      rowCount += count;
      heldRows += count;
      if (spill === undefined && rowCount > rowsInMemory) spill = openSpillFile();
      else if (spill === undefined || heldRows < rowsPerFlush) return;
      flush();
    },
    finish() {
      if (spill !== undefined) flush();
      const found = parts.map((pieces, part) => repeats(spill === undefined ? pieces : [spill.read(part)]));
      spill?.close();
      parts = emptyParts();
      return suspectsOf(rowCount, found);
    },
  };
}

function emptyParts(): Uint32Array[][] {
  return Array.from({ length: partCount }, () => []);
}

/** Gives the rows of each part, numbered from `firstRow`. */
function partitioned(sums: KeySums, firstRow: number): readonly Uint32Array[] {
  return withScratch(kernel(), (scratch) => {
    const count = sums.length / 2;
    const rows = scratch.room(count * wordsPerRow * 4);
    const counts = scratch.room(partCount * 4);
    kernel().partition(scratch.put(sums), count, firstRow, partBits, rows, counts);
    const words = scratch.copyWords(rows, count * wordsPerRow);
    let end = 0;
    return Array.from(scratch.copyWords(counts, partCount), (size) =>
      words.subarray(end, (end += size * wordsPerRow)),
    );
  });
}

/** Gives the low half and the number of every row whose sum another row has too. */
function repeats(pieces: readonly Uint32Array[]): Uint32Array {
  return withScratch(kernel(), (scratch) => {
    const count = pieces.reduce((sum, { length }) => sum + length, 0) / wordsPerRow;
    const rows = scratch.room(count * wordsPerRow * 4);
    const found = scratch.room(count * 8);
    let end = rows;
    for (const { buffer, byteOffset, byteLength } of pieces) {
      scratch.view(end, byteLength).set(new Uint8Array(buffer, byteOffset, byteLength));
      end += byteLength;
    }
    const foundCount = kernel().repeats(rows, count, found);
    return scratch.copyWords(found, foundCount * 2);
  });
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
