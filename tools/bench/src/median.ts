/** Gives the middle of some numbers, or the mean of the two in the middle. Throws RangeError when there are none. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('Nothing has no median.');
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
