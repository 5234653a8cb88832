import { kernel } from '../kernel/kernel.ts';
import type { Scratch } from '../kernel/scratch.ts';
import {
  type ColumnValues,
  dictionaryPaysOff,
  dictionaryValues,
  placeValidity,
  type Validity,
} from './columnValues.ts';

// A dictionary is looked for only where the values lie so close together that a table of this size finds them.
const MAX_TABLE_SIZE = 1 << 20;

/** Chooses between the numbers themselves and a dictionary of them. */
export function numberValues(
  scratch: Scratch,
  values: Int32Array | BigInt64Array,
  validity: Validity,
): ColumnValues {
  const { minRow, maxRow, numberBounds, numberDictionary, presentNumbers } = kernel();
  const { length, BYTES_PER_ELEMENT: valueBytes } = values;
  const nulls = placeValidity(scratch, validity);
  const at = scratch.put(values);
  numberBounds(at, valueBytes, nulls.marks, length);
  const [min, max] = [values[minRow.value], values[maxRow.value]];
  const bounds = min === undefined || max === undefined ? {} : { min, max };
  if (min !== undefined) {
    const present = length - nulls.count;
    const span = Number(max) - Number(min); // a float is exact enough: only small spans count
    if (span < Math.min(MAX_TABLE_SIZE, present * 4)) {
      const codes = scratch.room(length * 4);
      const dictionaryAt = scratch.room(Math.min(span + 1, length) * valueBytes);
      const count = numberDictionary(
        at,
        valueBytes,
        nulls.marks,
        length,
        BigInt(min),
        span,
        codes,
        dictionaryAt,
      );
      const dictionary = { at: dictionaryAt, sizeBytes: count * valueBytes, count };
      if (dictionaryPaysOff(dictionary, present, present * valueBytes))
        return dictionaryValues({ at: codes, nulls }, dictionary, bounds);
    }
  }
  return {
    encoding: 'PLAIN',
    bounds,
    nulls,
    sizeBytes: (startRow, endRow) => (endRow - startRow) * valueBytes,
    encode: (startRow, endRow, target) =>
      presentNumbers(at, valueBytes, nulls.marks, startRow, endRow, target),
  };
}
