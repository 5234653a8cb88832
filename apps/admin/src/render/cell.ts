import { CliOutput } from 'effect/cli';

// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
const plain = /^[\u0020-\u007e]*$/;

/** Shows control characters as their code point, so that data cannot command the terminal or break a line. */
export function visible(text: string): string {
  return text.replace(control, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** Counts the columns that a text takes on a terminal; colours take none. */
export function widthOf(text: string): number {
  return plain.test(text) ? text.length : CliOutput.displayWidth(text);
}

/** Cuts a text without colours to a width, with an ellipsis where it was cut. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (plain.test(text)) return `${text.slice(0, Math.max(0, width - 1))}…`;
  let kept = '';
  for (const character of text) {
    if (widthOf(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Fills a text with spaces to a width. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const spaces = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'left' ? text + spaces : spaces + text;
}
