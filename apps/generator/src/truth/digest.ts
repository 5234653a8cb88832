import { createHash } from 'node:crypto';

/** How much text is hashed at once: a call per line would cost more than the hashing. */
const pieceLength = 65_536;

/** Gives the SHA-256, in hex, of lines joined by LF. */
export function digestLines(lines: Iterable<string>): string {
  const hash = createHash('sha256');
  let piece: string[] = [];
  let length = 0;
  let isFirst = true;
  for (const line of lines) {
    piece.push(line);
    length += line.length;
    if (length < pieceLength) continue;
    hash.update((isFirst ? '' : '\n') + piece.join('\n'));
    isFirst = false;
    piece = [];
    length = 0;
  }
  if (piece.length > 0) hash.update((isFirst ? '' : '\n') + piece.join('\n'));
  return hash.digest('hex');
}
