import type { TextValues } from '../table.ts';
import {
  type Bounds,
  type ColumnValues,
  type DictionaryPage,
  dictionaryPaysOff,
  dictionaryValues,
  type Validity,
} from './columnValues.ts';

const LENGTH_BYTES = 4; // before every text, little-endian
// hyparquet and others unpack codes in 32-bit words; 20 bits stay clear of their limits.
const MAX_DICTIONARY_VALUES = 1 << 20;

/** Writes the texts as they are. */
export function textValues(texts: TextValues, validity: Validity): ColumnValues {
  const { offsets } = texts;
  return {
    encoding: 'PLAIN',
    bounds: textBounds(texts, offsets.length - 1, validity),
    sizeBytes: (startRow, endRow) =>
      offsets[endRow]! - offsets[startRow]! + (endRow - startRow) * LENGTH_BYTES,
    encode: (startRow, endRow) => plainTexts(texts, startRow, endRow, validity),
  };
}

/** Chooses between the codes, with the part of the dictionary that they use, and the texts themselves. */
export function codedTextValues(codes: Int32Array, dictionary: TextValues, isCompact: boolean): ColumnValues {
  const used = isCompact ? wholeDictionary(codes, dictionary) : usedDictionary(codes, dictionary);
  const count = used.texts.offsets.length - 1;
  const page: DictionaryPage = { bytes: plainTexts(used.texts, 0, count, undefined), count };
  if (count <= MAX_DICTIONARY_VALUES && dictionaryPaysOff(page, used.presentCount, used.plainBytes)) {
    return dictionaryValues(used.codes, page, textBounds(used.texts, count, undefined));
  }
  return textValues(lookUp(used.codes, used.texts), validityOf(used.codes));
}

/** One byte a row, 0 where the code is that of null. */
export function validityOf(codes: Int32Array): Validity {
  if (!codes.includes(-1)) return undefined;
  const validity = new Uint8Array(codes.length);
  for (let row = 0; row < codes.length; row++) validity[row] = codes[row] === -1 ? 0 : 1;
  return validity;
}

/** Counts what `usedDictionary` counts. */
function wholeDictionary(codes: Int32Array, texts: TextValues) {
  const { offsets } = texts;
  let presentCount = 0;
  let plainBytes = 0;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (code === -1) continue;
    presentCount++;
    plainBytes += offsets[code + 1]! - offsets[code]! + LENGTH_BYTES;
  }
  return { codes, texts, presentCount, plainBytes };
}

/** A row group often uses a few values of a dictionary that many row groups share, and its bounds are those of the few. */
function usedDictionary(codes: Int32Array, dictionary: TextValues) {
  const usedAs = new Int32Array(dictionary.offsets.length - 1).fill(-1);
  const usedCodes = new Int32Array(codes.length);
  const originals: number[] = [];
  let presentCount = 0;
  let plainBytes = 0;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (code === -1) {
      usedCodes[row] = -1;
      continue;
    }
    if (usedAs[code] === -1) usedAs[code] = originals.push(code) - 1;
    usedCodes[row] = usedAs[code]!;
    presentCount++;
    plainBytes += dictionary.offsets[code + 1]! - dictionary.offsets[code]! + LENGTH_BYTES;
  }
  return { codes: usedCodes, texts: lookUp(originals, dictionary), presentCount, plainBytes };
}

function lookUp(codes: ArrayLike<number>, dictionary: TextValues): TextValues {
  const offsets = new Uint32Array(codes.length + 1);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    const length = code === -1 ? 0 : dictionary.offsets[code + 1]! - dictionary.offsets[code]!;
    offsets[row + 1] = offsets[row]! + length;
  }
  const bytes = new Uint8Array(offsets[codes.length]!);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (code === -1) continue;
    let from = dictionary.offsets[code]!;
    for (let to = offsets[row]!; to < offsets[row + 1]!; to++) bytes[to] = dictionary.bytes[from++]!;
  }
  return { bytes, offsets };
}

function plainTexts(
  { bytes, offsets }: TextValues,
  startRow: number,
  endRow: number,
  validity: Validity,
): Uint8Array {
  const page = new Uint8Array(offsets[endRow]! - offsets[startRow]! + (endRow - startRow) * LENGTH_BYTES);
  let at = 0;
  for (let row = startRow; row < endRow; row++) {
    if (validity !== undefined && validity[row] === 0) continue;
    const end = offsets[row + 1]!;
    const length = end - offsets[row]!;
    page[at++] = length;
    page[at++] = length >>> 8;
    page[at++] = length >>> 16;
    page[at++] = length >>> 24;
    // Texts are short: a loop is faster than making a view of each.
    for (let from = offsets[row]!; from < end; from++) page[at++] = bytes[from]!;
  }
  return page.subarray(0, at);
}

function textBounds(texts: TextValues, count: number, validity: Validity): Bounds {
  let min = -1;
  let max = -1;
  for (let row = 0; row < count; row++) {
    if (validity !== undefined && validity[row] === 0) continue;
    if (min < 0 || compareTexts(texts, row, min) < 0) min = row;
    if (max < 0 || compareTexts(texts, row, max) > 0) max = row;
  }
  if (min < 0) return {};
  return { min: textBytes(texts, min), max: textBytes(texts, max) };
}

// Parquet orders text by its bytes.
function compareTexts({ bytes, offsets }: TextValues, left: number, right: number): number {
  let leftAt = offsets[left]!;
  let rightAt = offsets[right]!;
  const leftEnd = offsets[left + 1]!;
  const rightEnd = offsets[right + 1]!;
  while (leftAt < leftEnd && rightAt < rightEnd) {
    const difference = bytes[leftAt++]! - bytes[rightAt++]!;
    if (difference !== 0) return difference;
  }
  return leftEnd - leftAt - (rightEnd - rightAt);
}

function textBytes({ bytes, offsets }: TextValues, index: number): Uint8Array {
  return bytes.slice(offsets[index], offsets[index + 1]);
}
