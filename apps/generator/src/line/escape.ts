import type { Random } from '../random/random.ts';

/** Renders text as the inside of a JSON string, escaping only what must be. */
export function escapeText(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Renders text as the inside of a JSON string, one character in eight as `\uXXXX`, and half the slashes as `\/`. */
export function escapeOften(text: string, random: Random): string {
  let escaped = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text[i]!;
    const lot = random.below(8);
    // Both halves of a pair or neither: half a pair in UTF-8 would be another character.
    const isPair = i + 1 < text.length && text.codePointAt(i)! > 0xffff;
    if (lot === 0) escaped += escapeUnit(unit) + (isPair ? escapeUnit(text[i + 1]!) : '');
    else if (unit === '/' && lot < 5) escaped += '\\/';
    else escaped += escapeText(isPair ? text.slice(i, i + 2) : unit);
    if (isPair) i++;
  }
  return escaped;
}

/** Renders one UTF-16 code unit as `\uXXXX`. */
export function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
