/** Shows what a row was refused for, as it was written: `"unit_price": "FREE"`; all of the row where it is no object. */
export function blame(raw: string, reasons: readonly string[]): string {
  const blamed = reasons.map((reason) => blamedField(raw, reason)).filter((text) => text !== undefined);
  return blamed.length === 0 ? raw.trim() : [...new Set(blamed)].join(', ');
}

/** Shows the field that a reason is about, as it was written; undefined where it is about none. */
export function blamedField(raw: string, reason: string): string | undefined {
  const fields = readFields(raw);
  if (fields === undefined) return undefined;
  const missing = /^missing_(.+)$/.exec(reason)?.[1];
  const name = missing ?? longest(Object.keys(fields).filter((field) => reason.startsWith(`${field}_`)));
  return name === undefined ? undefined : `"${name}": ${fields[name] ?? 'absent'}`;
}

function longest(names: readonly string[]): string | undefined {
  return [...names].sort((a, b) => b.length - a.length)[0];
}

// TypeScript does not know these parts of ES2026 yet.
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => unknown };
const keepSource: Reviver = (_, value, { source }) => (source === undefined ? value : rawJSON(source));

/** Reads an object's fields as they are written: a number keeps all of its digits. */
function readFields(raw: string): Readonly<Record<string, string | undefined>> | undefined {
  try {
    const value: unknown = JSON.parse(raw, keepSource as (key: string, value: unknown) => unknown);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, JSON.stringify(item)]));
  } catch {
    return undefined;
  }
}
