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

type Reviver = (key: string, value: unknown) => unknown;
type SourceReviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** Not yet among TypeScript's libraries. */
const rawJson = JSON as unknown as { readonly rawJSON: (text: string) => unknown };

const keepWritten: SourceReviver = (_key, value, context) =>
  typeof value === 'number' ? new WrittenNumber(context.source ?? String(value)) : value;

/**
 * Parses JSON so that `numberText` can give the number of a list or an object exactly; of what is nested past the depth
 * of the stack only that it is a list is kept. Throws SyntaxError when it is no JSON.
 */
export function parseExactJson(text: string): unknown {
  if (!mayBeInexact.test(text)) return JSON.parse(text);
  try {
    return JSON.parse(text, keepWritten as Reviver);
  } catch (error) {
    // A reviver recurses where the parser alone does not.
    if (!(error instanceof RangeError)) throw error;
    JSON.parse(text);
    return JSON.parse(withoutNested(text), keepWritten as Reviver);
  }
}

/** Gives a parsed JSON number as decimal text of exactly its value; undefined when the value is no number. */
export function numberText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return value instanceof WrittenNumber ? value.text : undefined;
}

/** Renders a parsed value as JSON again, at most `maxLength` characters of it. */
export function renderSample(value: unknown, maxLength: number): string {
  const text = render(value);
  return text.length > maxLength ? `${text.slice(0, maxLength)}…`.toWellFormed() : text;
}

function render(value: unknown): string {
  try {
    return JSON.stringify(value, (_key, inner: unknown) =>
      inner instanceof WrittenNumber ? rawJson.rawJSON(inner.text) : inner,
    );
  } catch (error) {
    // Nested past the depth of the stack.
    if (error instanceof RangeError) return '…';
    throw error;
  }
}

/** Replaces the lists and objects inside a JSON list or object by empty lists. */
function withoutNested(text: string): string {
  let kept = '';
  let keptTo = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text[at];
    if (unit === '"') {
      while (text[++at] !== '"') if (text[at] === '\\') at++;
    } else if (unit === '[' || unit === '{') {
      depth++;
      if (depth === 2) kept += `${text.slice(keptTo, at)}[]`;
    } else if (unit === ']' || unit === '}') {
      if (depth === 2) keptTo = at + 1;
      depth--;
    }
  }
  return kept + text.slice(keptTo);
}
