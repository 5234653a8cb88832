import { loneSurrogate, stringPiece } from './jsonPattern.ts';
import { sqlCase, sqlText } from './sql.ts';

const backslash = sqlText('\\');
const unicode = sqlText('\\u');

/** Writes the text that a JSON string means, given what stands between its quotes; lone surrogates become U+FFFD. */
export function unescaped(body: string): string {
  // From left to right each pair of backslashes is one escape; written by its code, all others that are left start one.
  const single = `replace(${body}, ${sqlText('\\\\')}, ${sqlText('\\u005c')})`;
  const wellFormed = `regexp_replace(${single}, ${sqlText(loneSurrogate)}, ${sqlText('\\\\ufffd')})`;
  const piece = sqlCase(
    [
      [`startswith(p, ${unicode})`, `decode(unhex(replace(p, ${unicode}, '')), 'UTF-16BE')`],
      [`startswith(p, ${backslash})`, `translate(substring(p, 2, 1), 'bfnrt', ${sqlText('\b\f\n\r\t')})`],
    ],
    'p',
  );
  const pieces = `regexp_extract_all(${wellFormed}, ${sqlText(stringPiece)}, 0)`;
  return sqlCase(
    [[`instr(${body}, ${backslash}) = 0`, body]],
    `concat_ws('', transform(${pieces}, p -> ${piece}))`,
  );
}
