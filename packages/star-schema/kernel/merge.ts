// Merges two parts of a dimension, each sorted by its keys.

import { compareTexts, copyText, offsetAt, sizeOf } from './texts';

/** Writes for each key of both the row of the one and of the other plus one, 0 where it has none, and counts the keys. */
export function mergeKeys(
  bytes: usize,
  offsets: usize,
  count: u32,
  otherBytes: usize,
  otherOffsets: usize,
  otherCount: u32,
  rows: usize,
  otherRows: usize,
): u32 {
  let row: u32 = 0;
  let other: u32 = 0;
  let merged: usize = 0;
  while (row < count || other < otherCount) {
    const order =
      row == count ? 1 : other == otherCount ? -1 : compareTexts(bytes, offsets, row, otherBytes, otherOffsets, other);
    store<u32>(rows + (merged << 2), order <= 0 ? ++row : 0);
    store<u32>(otherRows + (merged << 2), order >= 0 ? ++other : 0);
    merged++;
  }
  return merged as u32;
}

// @ts-ignore: decorator
@inline
function isNull(validity: usize, row: u32): bool {
  return validity != 0 && load<u8>(validity + (row as usize)) == 0;
}

/**
 * Of each pair of rows that `mergeKeys` wrote, gives up the one whose value is unknown or not the latest: the greater stamp
 * wins, of equal stamps the smaller text.
 */
export function chooseLatest(
  rows: usize,
  otherRows: usize,
  count: u32,
  values: usize,
  valueOffsets: usize,
  validity: usize,
  stamps: usize,
  stampOffsets: usize,
  otherValues: usize,
  otherValueOffsets: usize,
  otherValidity: usize,
  otherStamps: usize,
  otherStampOffsets: usize,
): void {
  for (let index: u32 = 0; index < count; index++) {
    const place = rows + ((index as usize) << 2);
    const otherPlace = otherRows + ((index as usize) << 2);
    const row = load<u32>(place);
    const other = load<u32>(otherPlace);
    const isOut = row == 0 || isNull(validity, row - 1);
    const isOtherOut = other == 0 || isNull(otherValidity, other - 1);
    if (isOut) store<u32>(place, 0);
    if (isOtherOut) store<u32>(otherPlace, 0);
    if (isOut || isOtherOut) continue;
    let order = compareTexts(stamps, stampOffsets, row - 1, otherStamps, otherStampOffsets, other - 1);
    if (order == 0) order = -compareTexts(values, valueOffsets, row - 1, otherValues, otherValueOffsets, other - 1);
    store<u32>(order >= 0 ? otherPlace : place, 0);
  }
}

/** The bytes of the texts of rows, of which at most one of a pair has one. */
export function pairBytes(offsets: usize, rows: usize, otherOffsets: usize, otherRows: usize, count: u32): u32 {
  let bytes: u32 = 0;
  for (let index: u32 = 0; index < count; index++) {
    const row = offsetAt(rows, index);
    const other = offsetAt(otherRows, index);
    if (row != 0) bytes += sizeOf(offsets, row - 1);
    else if (other != 0) bytes += sizeOf(otherOffsets, other - 1);
  }
  return bytes;
}

/** Writes the texts of rows, of which the first of a pair goes before the other, and a byte each that says whether it is one. */
export function gatherPairs(
  bytes: usize,
  offsets: usize,
  rows: usize,
  otherBytes: usize,
  otherOffsets: usize,
  otherRows: usize,
  count: u32,
  target: usize,
  targetOffsets: usize,
  validity: usize,
): void {
  let end: u32 = 0;
  store<u32>(targetOffsets, 0);
  for (let index: u32 = 0; index < count; index++) {
    const row = offsetAt(rows, index);
    const other = offsetAt(otherRows, index);
    if (row != 0) end = copyText(bytes, offsets, row - 1, target, end);
    else if (other != 0) end = copyText(otherBytes, otherOffsets, other - 1, target, end);
    store<u8>(validity + (index as usize), row != 0 || other != 0 ? 1 : 0);
    store<u32>(targetOffsets + ((index as usize) << 2), end, 4);
  }
}
