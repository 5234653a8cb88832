import { UnrenderableError } from './errors.ts';

/** Renders text where Redshift's grammar takes a literal only, as COPY does; `what` names it in the error. */
export function bareLiteral(value: string, what: string): string {
  // eslint-disable-next-line no-control-regex
  if (/['\\\u0000-\u001f]/.test(value))
    throw new UnrenderableError(
      `${what} ${JSON.stringify(value)} holds a quote, backslash or control character. Name it otherwise.`,
    );
  return `'${value}'`;
}
