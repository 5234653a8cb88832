// Object keys and error texts come from outside: a line break in one could forge a line of the message, and a
// control or direction character could rewrite what a terminal or a mail shows.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const NOT_PRINTABLE_ASCII = /[^\x20-\x7e]/gu;

/** Makes text fit for one line: invisible characters become their code point, such as `\u{a}`; the rest is cut to `maxLength`. */
export function oneLine(text: string, maxLength: number): string {
  const visible = text.replace(INVISIBLE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
  const characters = Array.from(visible);
  return characters.length <= maxLength ? visible : `${characters.slice(0, maxLength - 3).join('')}...`;
}

/** Makes text fit for one line of printable ASCII: every other character becomes `?`. */
export function asciiLine(text: string, maxLength: number): string {
  return oneLine(text.replace(NOT_PRINTABLE_ASCII, '?'), maxLength);
}
