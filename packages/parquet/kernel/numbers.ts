// Looks through a column's numbers. `validity` is a byte a row, 0 is null; 0 as its place says that every row has a value.

/** The rows of the least and the greatest value after `numberBounds` or `textBounds`, -1 when all are null. */
export let minRow: i32 = -1;
export let maxRow: i32 = -1;

export function setBounds(min: i32, max: i32): void {
  minRow = min;
  maxRow = max;
}

// @ts-ignore: decorator
@inline
export function isNullIn(validity: usize, row: u32): bool {
  return validity != 0 && load<u8>(validity + (row as usize)) == 0;
}

export function numberBounds(values: usize, valueBytes: u32, validity: usize, count: u32): void {
  if (valueBytes == 4) bounds<i32>(values, validity, count);
  else bounds<i64>(values, validity, count);
}

// @ts-ignore: decorator
@inline
function valueAt<T>(values: usize, row: u32): T {
  return load<T>(values + (row as usize) * sizeof<T>());
}

function bounds<T>(values: usize, validity: usize, count: u32): void {
  let first: u32 = 0;
  while (first < count && isNullIn(validity, first)) first++;
  if (first == count) return setBounds(-1, -1);
  let min = valueAt<T>(values, first);
  let max = min;
  let least = first;
  let greatest = first;
  for (let row = first + 1; row < count; row++) {
    if (isNullIn(validity, row)) continue;
    const value = valueAt<T>(values, row);
    if (value < min) {
      min = value;
      least = row;
    } else if (value > max) {
      max = value;
      greatest = row;
    }
  }
  setBounds(least, greatest);
}

/**
 * Numbers the different values from 0 on, writes each row's code, -1 for null, and the values in the order of their codes,
 * and gives how many they are. None is above `least` by more than `span`.
 */
export function numberDictionary(
  values: usize,
  valueBytes: u32,
  validity: usize,
  count: u32,
  least: i64,
  span: u32,
  codes: usize,
  dictionary: usize,
): u32 {
  return valueBytes == 4
    ? distinct<i32>(values, validity, count, least, span, codes, dictionary)
    : distinct<i64>(values, validity, count, least, span, codes, dictionary);
}

function distinct<T>(
  values: usize,
  validity: usize,
  count: u32,
  least: i64,
  span: u32,
  codes: usize,
  dictionary: usize,
): u32 {
  // By distance from the least value; 0 where it has no code yet.
  const tableBytes = ((span as usize) + 1) << 2;
  const codeAfter = heap.alloc(tableBytes);
  memory.fill(codeAfter, 0, tableBytes);
  let known: u32 = 0;
  for (let row: u32 = 0; row < count; row++) {
    let code: u32 = 0;
    if (!isNullIn(validity, row)) {
      const value = valueAt<T>(values, row);
      const slot = codeAfter + ((((value as i64) - least) as usize) << 2);
      code = load<u32>(slot);
      if (code == 0) {
        store<T>(dictionary + (known as usize) * sizeof<T>(), value);
        store<u32>(slot, (code = ++known));
      }
    }
    store<u32>(codes + ((row as usize) << 2), code - 1);
  }
  heap.free(codeAfter);
  return known;
}

/** Writes the values of the rows that have one, and gives their size. */
export function presentNumbers(values: usize, valueBytes: u32, validity: usize, start: u32, end: u32, target: usize): u32 {
  let at = target;
  for (let row = start; row < end; row++) {
    if (isNullIn(validity, row)) continue;
    const from = values + (row as usize) * (valueBytes as usize);
    if (valueBytes == 4) store<u32>(at, load<u32>(from));
    else store<u64>(at, load<u64>(from));
    at += valueBytes as usize;
  }
  return (at - target) as u32;
}
