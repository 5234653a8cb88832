import { StatesError } from './statesError.ts';

/** What paths look into: a state's input or result as `$`, the execution's context as `$$`. */
export interface Scope {
  readonly data: unknown;
  readonly context: unknown;
}

const reference = /^\$(\$)?((?:\.[A-Za-z_][A-Za-z0-9_]*)*)$/;

/** Follows a reference path: names only. Throws where there is nothing, as Step Functions does. */
export function follow(path: string, { data, context }: Scope): unknown {
  const [, isContext, names] = reference.exec(path) ?? unknown(`the path ${path}`);
  let value = isContext === undefined ? data : context;
  for (const name of names!.split('.').slice(1)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) {
      throw new StatesError('States.Runtime', `The path ${path} finds nothing in ${JSON.stringify(data)}.`);
    }
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** Fills a template: a field whose name ends in `.$` has a path or `States.Format(…)` as its value. */
export function fill(template: unknown, scope: Scope): unknown {
  if (Array.isArray(template)) return template.map((part) => fill(part, scope));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) =>
      name.endsWith('.$') ? [name.slice(0, -2), evaluate(String(value), scope)] : [name, fill(value, scope)],
    ),
  );
}

function evaluate(expression: string, scope: Scope): unknown {
  if (expression.startsWith('$')) return follow(expression, scope);
  const [, text, paths] =
    /^States\.Format\('([^']*)'((?:, ?\$[^,)]*)*)\)$/.exec(expression) ??
    unknown(`the expression ${expression}`);
  const values = paths!
    .split(',')
    .slice(1)
    .map((path) => follow(path.trim(), scope));
  return text!.replaceAll('{}', () => String(values.shift()));
}

/** Puts a result into a state's input: `$` in its place, `null` nowhere, else at the path. */
export function place(input: unknown, path: string | null | undefined, result: unknown): unknown {
  if (path === null) return input;
  if (path === undefined || path === '$') return result;
  const names = path.split('.').slice(1);
  const put = (into: unknown, [name, ...rest]: readonly string[]): unknown =>
    name === undefined
      ? result
      : { ...(into as object), [name]: put((into as Record<string, unknown> | undefined)?.[name], rest) };
  return put(input, names);
}

function unknown(what: string): never {
  throw new Error(`This interpreter does not know ${what}.`);
}
