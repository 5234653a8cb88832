/** A JSON document of ours does not say what it should. `message` names the field. */
export class BrokenDocument extends Error {
  override readonly name = 'BrokenDocument';
}

/** The fields of one JSON object; every reader throws a `BrokenDocument` that names the field by its path. */
export interface Fields {
  readonly text: (name: string, pattern?: RegExp) => string;
  /** A whole number from 0. */
  readonly count: (name: string) => number;
  readonly integer: (name: string) => number;
  readonly flag: (name: string) => boolean;
  readonly oneOf: <const A extends string>(name: string, values: readonly A[]) => A;
  readonly same: (name: string, value: string) => void;
  readonly record: <A>(name: string, read: (fields: Fields) => A) => A;
  readonly list: <A>(name: string, read: (fields: Fields) => A) => readonly A[];
  /** Any JSON value; absent is null. */
  readonly json: (name: string) => unknown;
}

/** Reads a JSON object's text through `read`. */
export function readDocument<A>(text: string, read: (fields: Fields) => A): A {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new BrokenDocument(`it is not JSON (${(cause as Error).message})`, { cause });
  }
  return read(fieldsOf(value, ''));
}

/** Writes a value as JSON that a person can read. */
export function writeDocument(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function fieldsOf(value: unknown, path: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BrokenDocument(
      `${path === '' ? 'it' : `"${path}"`} should be a JSON object, not ${show(value)}`,
    );
  }
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  const field = <A>(name: string, kind: string, is: (found: unknown) => found is A): A => {
    const found = (value as Record<string, unknown>)[name];
    if (!is(found)) throw new BrokenDocument(`"${at(name)}" should be ${kind}, not ${show(found)}`);
    return found;
  };
  return {
    text: (name, pattern) =>
      field(
        name,
        pattern ? `text like ${pattern.source}` : 'text',
        (found): found is string => typeof found === 'string' && (pattern?.test(found) ?? found !== ''),
      ),
    count: (name) =>
      field(
        name,
        'a whole number from 0',
        (found): found is number => Number.isSafeInteger(found) && (found as number) >= 0,
      ),
    integer: (name) => field(name, 'a whole number', (found): found is number => Number.isSafeInteger(found)),
    flag: (name) => field(name, 'true or false', (found): found is boolean => typeof found === 'boolean'),
    oneOf: <A extends string>(name: string, values: readonly A[]) =>
      field(name, `one of ${values.join(', ')}`, (found): found is A => values.includes(found as A)),
    same: (name, expected) => {
      field(name, `"${expected}"`, (found): found is string => found === expected);
    },
    record: (name, read) => read(fieldsOf((value as Record<string, unknown>)[name], at(name))),
    list: (name, read) =>
      field(name, 'a list', (found): found is unknown[] => Array.isArray(found)).map((item, index) =>
        read(fieldsOf(item, `${at(name)}[${index}]`)),
      ),
    json: (name) => (value as Record<string, unknown>)[name] ?? null,
  };
}

function show(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
