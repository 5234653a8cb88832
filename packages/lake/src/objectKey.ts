import { LakeError } from './errors.ts';

/** Compares two keys by their UTF-8 bytes, the order in which S3 lists. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = utf8Rank(a.charCodeAt(index)) - utf8Rank(b.charCodeAt(index));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** UTF-16 puts surrogates (code points from U+10000) before U+E000..U+FFFF; UTF-8 puts them after. */
function utf8Rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

/** S3's limit on a key, in UTF-8 bytes. */
const maximumKeyBytes = 1024;

/** Says what is wrong with a key, as the end of a sentence, or undefined if nothing is. */
export function keyProblem(key: string): string | undefined {
  if (key === '') return 'it is empty';
  if (Buffer.byteLength(key) > maximumKeyBytes) return `it is longer than ${maximumKeyBytes} bytes`;
  if (!key.isWellFormed()) return 'it is not valid Unicode';
  if (key.includes('\0')) return 'it contains a zero character';
  if (key.startsWith('/')) return 'it begins with "/"';
  if (key.endsWith('/')) return 'it ends in "/"';
  for (const segment of key.split('/')) {
    if (segment === '') return 'it contains "//"';
    if (segment.startsWith('.')) return `its part "${segment}" begins with a dot`;
  }
  return undefined;
}

/** Says what is wrong with a prefix: its folders must be those of a key. */
export function prefixProblem(prefix: string): string | undefined {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  return folder === '' ? undefined : keyProblem(folder.slice(0, -1) || '/');
}

/** Says that a key, or a prefix, cannot be one. */
export function invalidKey(key: string, problem: string): LakeError {
  const message = `"${key}" cannot be a name in the lake: ${problem}; choose another name.`;
  return new LakeError({ reason: 'InvalidKey', key, message });
}
