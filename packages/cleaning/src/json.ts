/** A JSON number that a binary float may not hold exactly, as it was written. */
class WrittenNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * Matches text that may hold a number whose shortest float rendering is another decimal: over 15 significant digits,
 * or an exponent of three digits. Digits inside strings match too; that only costs time.
 */
const mayBeInexact = /\d[\d.]{15}|[\d.][eE][+-]?\d{3}/;

type SourceReviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

const keepWritten: SourceReviver = (_key, value, context) =>
  typeof value === 'number' ? new WrittenNumber(context.source ?? String(value)) : value;

/** Parses JSON so that `numberText` can give every number exactly. Throws SyntaxError when it is no JSON. */
export function parseExactJson(text: string): unknown {
  return mayBeInexact.test(text)
    ? JSON.parse(text, keepWritten as (key: string, value: unknown) => unknown)
    : JSON.parse(text);
}

/** Gives a parsed JSON number as decimal text of exactly its value; undefined when the value is no number. */
export function numberText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return value instanceof WrittenNumber ? value.text : undefined;
}

/** Renders a parsed value as JSON again, at most `maxLength` characters of it. */
export function renderSample(value: unknown, maxLength: number): string {
  const text = JSON.stringify(value, (_key, inner: unknown) =>
    inner instanceof WrittenNumber ? Number(inner.text) : inner,
  );
  return text.length > maxLength ? `${text.slice(0, maxLength)}…`.toWellFormed() : text;
}
