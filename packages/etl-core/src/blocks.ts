import { isCompressed, mayHoldArray } from '@sales/cleaning';
import { type LakeError, type Manifest, ObjectStore, type SourceObject } from '@sales/lake';
import { Effect } from 'effect';

/** A part of an object that one worker reads: all of it, or whole lines. */
export interface Piece {
  readonly object: SourceObject;
  /** The bytes `start` up to, not including, `end` of the object as it is stored. */
  readonly start: number;
  readonly end: number;
}

/** What becomes one table, and so one row group: pieces of objects that follow each other. */
export type Block = readonly Piece[];

/** About 90,000 rows of sales: enough for a good row group, little enough to hold one in each worker. */
const blockBytes = 32 * 1024 * 1024;
const lookAheadBytes = 64 * 1024;
const lineFeed = 0x0a;

/**
 * Cuts a batch into blocks. It depends on the objects only, so any number of workers makes the same tables.
 *
 * Objects of lines are cut behind a newline; compressed ones and arrays stay whole, and small ones go together.
 */
export const planBlocks = Effect.fn('etl.planBlocks')(function* (
  manifest: Manifest,
): Effect.fn.Return<readonly Block[], LakeError, ObjectStore> {
  const blocks: Piece[][] = [];
  let open: Piece[] = [];
  let openBytes = 0;
  const close = (): void => {
    if (open.length > 0) blocks.push(open);
    open = [];
    openBytes = 0;
  };
  for (const object of manifest.objects) {
    for (const piece of yield* cutObject(object)) {
      const size = piece.end - piece.start;
      if (openBytes + size > blockBytes) close();
      open.push(piece);
      openBytes += size;
    }
  }
  close();
  return blocks;
});

const cutObject = Effect.fnUntraced(function* (object: SourceObject) {
  const { sizeBytes } = object;
  if (sizeBytes <= blockBytes || !(yield* isCuttable(object))) return [{ object, start: 0, end: sizeBytes }];
  const pieces: Piece[] = [];
  let start = 0;
  while (start < sizeBytes) {
    const end = yield* behindNewline(object, Math.min(start + blockBytes, sizeBytes));
    pieces.push({ object, start, end });
    start = end;
  }
  return pieces;
});

/** Lines can be cut; gzip, zstd and top-level arrays cannot. What a row is must not depend on the cuts. */
const isCuttable = Effect.fnUntraced(function* ({ key, sizeBytes, version }: SourceObject) {
  const store = yield* ObjectStore;
  const head = Buffer.from(yield* store.readRange(key, 0, Math.min(lookAheadBytes, sizeBytes), version));
  if (isCompressed(head)) return false;
  const text = head
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  return text !== '' && !(mayHoldArray(key) && text.startsWith('['));
});

/** The first byte behind a newline from `from` on, or the object's end. */
const behindNewline = Effect.fnUntraced(function* ({ key, sizeBytes, version }: SourceObject, from: number) {
  const store = yield* ObjectStore;
  for (let at = from - 1; at < sizeBytes; at += lookAheadBytes) {
    const bytes = Buffer.from(
      yield* store.readRange(key, at, Math.min(at + lookAheadBytes, sizeBytes), version),
    );
    const newline = bytes.indexOf(lineFeed);
    if (newline >= 0) return at + newline + 1;
  }
  return sizeBytes;
});
