import {
  type ColumnValues,
  type DictionaryPage,
  dictionaryPaysOff,
  dictionaryValues,
  presentRows,
  type Validity,
} from './columnValues.ts';

// A dictionary is looked for only where the values lie so close together that a table of this size finds them.
const MAX_TABLE_SIZE = 1 << 20;

/** Chooses between the numbers themselves and a dictionary of them. */
export function numberValues(values: Int32Array | BigInt64Array, validity: Validity): ColumnValues {
  const numbers = numberWords(values);
  const extremes = extremeRows(numbers, validity);
  const bounds = extremes ? { min: values[extremes.minRow]!, max: values[extremes.maxRow]! } : {};
  if (extremes) {
    const present = presentRows(values.length, validity);
    const span = Number(bounds.max) - Number(bounds.min); // a float is exact enough: only small spans count
    if (span < Math.min(MAX_TABLE_SIZE, present * 4)) {
      const { codes, dictionary } = tableDictionary(numbers, validity, extremes.minRow, span);
      if (dictionaryPaysOff(dictionary, present, present * values.BYTES_PER_ELEMENT)) {
        return dictionaryValues(codes, dictionary, bounds);
      }
    }
  }
  return {
    encoding: 'PLAIN',
    bounds,
    sizeBytes: (startRow, endRow) => (endRow - startRow) * values.BYTES_PER_ELEMENT,
    encode: (startRow, endRow) => presentBytes(numbers, validity, startRow, endRow),
  };
}

/**
 * Numbers as little-endian 32-bit words, which is what Parquet stores and what every machine that runs Node has in memory.
 * Reading a BigInt64Array's elements would make a BigInt of each.
 */
interface NumberWords {
  readonly words: Int32Array;
  readonly wordsPerNumber: number;
  readonly count: number;
}

function numberWords(values: Int32Array | BigInt64Array): NumberWords {
  const words = new Int32Array(values.buffer, values.byteOffset, values.byteLength / 4);
  return { words, wordsPerNumber: values.BYTES_PER_ELEMENT / 4, count: values.length };
}

function extremeRows({ words, wordsPerNumber, count }: NumberWords, validity: Validity) {
  let minRow = -1;
  let maxRow = -1;
  let [minHigh, minLow, maxHigh, maxLow] = [0, 0, 0, 0];
  for (let row = 0; row < count; row++) {
    if (validity !== undefined && validity[row] === 0) continue;
    const low = words[row * wordsPerNumber]! >>> 0;
    const high = words[row * wordsPerNumber + wordsPerNumber - 1]!;
    if (minRow < 0 || high < minHigh || (high === minHigh && low < minLow)) {
      minRow = row;
      minHigh = high;
      minLow = low;
    }
    if (maxRow < 0 || high > maxHigh || (high === maxHigh && low > maxLow)) {
      maxRow = row;
      maxHigh = high;
      maxLow = low;
    }
  }
  return minRow < 0 ? undefined : { minRow, maxRow };
}

function tableDictionary(
  { words, wordsPerNumber, count }: NumberWords,
  validity: Validity,
  minRow: number,
  span: number,
): { codes: Int32Array; dictionary: DictionaryPage } {
  const codes = new Int32Array(count);
  const codeAfter = new Int32Array(span + 1); // by distance from the least value; 0 where it has no code yet
  const dictionaryWords: number[] = [];
  const least = words[minRow * wordsPerNumber]!;
  let distinct = 0;
  for (let row = 0; row < count; row++) {
    if (validity !== undefined && validity[row] === 0) {
      codes[row] = -1;
      continue;
    }
    const start = row * wordsPerNumber;
    const distance = (words[start]! - least) >>> 0;
    let next = codeAfter[distance]!;
    if (next === 0) {
      next = ++distinct;
      codeAfter[distance] = next;
      for (let word = start; word < start + wordsPerNumber; word++) dictionaryWords.push(words[word]!);
    }
    codes[row] = next - 1;
  }
  return { codes, dictionary: { bytes: bytesOf(Int32Array.from(dictionaryWords)), count: distinct } };
}

function presentBytes(
  numbers: NumberWords,
  validity: Validity,
  startRow: number,
  endRow: number,
): Uint8Array {
  const { words, wordsPerNumber } = numbers;
  const page = words.subarray(startRow * wordsPerNumber, endRow * wordsPerNumber);
  if (validity === undefined) return bytesOf(page);
  const present = new Int32Array(page.length);
  let count = 0;
  for (let row = startRow; row < endRow; row++) {
    if (validity[row] === 0) continue;
    const start = (row - startRow) * wordsPerNumber;
    for (let word = start; word < start + wordsPerNumber; word++) present[count++] = page[word]!;
  }
  return bytesOf(present.subarray(0, count));
}

function bytesOf(words: Int32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}
