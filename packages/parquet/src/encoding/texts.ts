import { kernel } from '../kernel/kernel.ts';
import type { Place, Scratch } from '../kernel/scratch.ts';
import type { Column, TextValues } from '../table.ts';
import {
  type Bounds,
  type ColumnValues,
  dictionaryPaysOff,
  dictionaryValues,
  noMarks,
  placeValidity,
  type Validity,
} from './columnValues.ts';

const LENGTH_BYTES = 4; // before every text, little-endian
// hyparquet and others unpack codes in 32-bit words; 20 bits stay clear of their limits.
const MAX_DICTIONARY_VALUES = 1 << 20;

/** Texts in memory. */
interface PlacedTexts {
  readonly bytes: Place;
  readonly offsets: Place;
}

/** Writes the texts as they are. */
export function textValues(scratch: Scratch, texts: TextValues, validity: Validity): ColumnValues {
  const nulls = placeValidity(scratch, validity);
  const placed = placeTexts(scratch, texts);
  return {
    encoding: 'PLAIN',
    bounds: textBounds(texts, placed, nulls.marks),
    nulls,
    sizeBytes: (startRow, endRow) => plainBytes(texts, startRow, endRow),
    encode: (startRow, endRow, target) =>
      kernel().plainTexts(placed.bytes, placed.offsets, nulls.marks, startRow, endRow, target),
  };
}

/** Chooses between the codes, with the part of the dictionary that they use, and the texts themselves. */
export function codedTextValues(
  scratch: Scratch,
  column: Extract<Column, { readonly kind: 'codes' }>,
): ColumnValues {
  // A row group often uses a few values of a dictionary that many row groups share, and its bounds are those of the few.
  const { codes, texts } =
    column.isCompact === true
      ? { codes: column.codes, texts: column.dictionary }
      : usedDictionary(column.codes, column.dictionary);
  const { countCodes, plainTexts, presentBytes, presentRows } = kernel();
  const count = texts.offsets.length - 1;
  const at = scratch.put(codes);
  const placed = placeTexts(scratch, texts);
  countCodes(at, codes.length, placed.offsets);
  const present = presentRows.value;
  const dictionaryAt = scratch.room(plainBytes(texts, 0, count));
  const sizeBytes = plainTexts(placed.bytes, placed.offsets, noMarks, 0, count, dictionaryAt);
  const dictionary = { at: dictionaryAt, sizeBytes, count };
  const bytesOfRows = presentBytes.value + present * LENGTH_BYTES;
  if (count > MAX_DICTIONARY_VALUES || !dictionaryPaysOff(dictionary, present, bytesOfRows))
    return textValues(scratch, lookUp(codes, texts), validityOf(codes));
  const nulls = { count: codes.length - present, marks: at, markBytes: 4 } as const;
  return dictionaryValues({ at, nulls }, dictionary, textBounds(texts, placed, noMarks));
}

/** One byte a row, 0 where the code is that of null. */
function validityOf(codes: Int32Array): Validity {
  return codes.includes(-1) ? Uint8Array.from(codes, (code) => (code === -1 ? 0 : 1)) : undefined;
}

function usedDictionary(codes: Int32Array, dictionary: TextValues) {
  const usedAs = new Int32Array(dictionary.offsets.length - 1).fill(-1);
  const usedCodes = new Int32Array(codes.length);
  const originals: number[] = [];
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (code === -1) {
      usedCodes[row] = -1;
      continue;
    }
    if (usedAs[code] === -1) usedAs[code] = originals.push(code) - 1;
    usedCodes[row] = usedAs[code]!;
  }
  return { codes: usedCodes, texts: lookUp(originals, dictionary) };
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

function placeTexts(scratch: Scratch, { bytes, offsets }: TextValues): PlacedTexts {
  return { bytes: scratch.put(bytes), offsets: scratch.put(offsets) };
}

function plainBytes({ offsets }: TextValues, start: number, end: number): number {
  return offsets[end]! - offsets[start]! + (end - start) * LENGTH_BYTES;
}

function textBounds(texts: TextValues, placed: PlacedTexts, marks: Place): Bounds {
  const { maxRow, minRow, textBounds } = kernel();
  textBounds(placed.bytes, placed.offsets, marks, texts.offsets.length - 1);
  if (minRow.value < 0) return {};
  return { min: textBytes(texts, minRow.value), max: textBytes(texts, maxRow.value) };
}

function textBytes({ bytes, offsets }: TextValues, index: number): Uint8Array {
  return bytes.slice(offsets[index], offsets[index + 1]);
}
