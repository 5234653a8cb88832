/** Orders reasons by rows, the largest first; equal ones by name, so that the same run reads the same. */
export function reasonsBySize(
  reasons: Readonly<Record<string, number>>,
): Array<[reason: string, rows: number]> {
  return Object.entries(reasons).toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
