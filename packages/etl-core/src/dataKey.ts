/** Names that are data: NDJSON or a JSON array, perhaps compressed. */
const dataName = /\.(?:json|ndjson|jsonl)(?:\.gz|\.zst)?$/i;

/** The extensions of data, for messages. */
export const dataExtensions = '.json, .ndjson, .jsonl, each perhaps with .gz or .zst';

/** Tells whether a key or relative path is data; segments that start with `_` or `.` are kept for other uses. */
export function isDataKey(key: string): boolean {
  return (
    dataName.test(key) &&
    !key.split('/').some((segment) => segment.startsWith('_') || segment.startsWith('.'))
  );
}
