import { Clock, Effect } from 'effect';
import { readDocument, writeDocument } from './document.ts';
import type { LakeError } from './errors.ts';
import { ledgerKey } from './layout.ts';
import { readSourceObject, type SourceObject } from './manifest.ts';
import { ObjectStore } from './objectStore.ts';
import { decodeObject } from './storedDocument.ts';

/** Which batch took an object: the digest is that batch's manifest's. */
export interface LedgerEntry {
  readonly object: SourceObject;
  readonly digest: string;
  /** ISO time. */
  readonly claimedAt: string;
}

/** What came of a claim: `claimed` now or already by the same digest, or `taken` by another. */
export type Claim =
  | { readonly status: 'claimed'; readonly entry: LedgerEntry }
  | { readonly status: 'taken'; readonly entry: LedgerEntry };

/** Claims one version of an object for a digest. Claiming again for the same digest is fine; the first claim stays. */
export const claimObject = Effect.fn('lake.claimObject')(function* (
  object: SourceObject,
  digest: string,
): Effect.fn.Return<Claim, LakeError, ObjectStore> {
  const store = yield* ObjectStore;
  const claimedAt = new Date(yield* Clock.currentTimeMillis).toISOString();
  const entry: LedgerEntry = { object, digest, claimedAt };
  const key = ledgerKey(object);
  while (true) {
    const written = yield* store.put(key, writeDocument(entry), { ifNoneMatch: '*' }).pipe(
      Effect.as(true),
      Effect.catchTag('PreconditionFailed', () => Effect.succeed(false)),
    );
    if (written) return { status: 'claimed', entry };
    const found = yield* readLedgerEntry(object);
    // Released between the two steps: claim again.
    if (found) return { status: found.digest === digest ? 'claimed' : 'taken', entry: found };
  }
});

/** Reads the entry of one version of an object, or undefined if no batch took it. */
export const readLedgerEntry = Effect.fn('lake.readLedgerEntry')(function* (
  object: SourceObject,
): Effect.fn.Return<LedgerEntry | undefined, LakeError, ObjectStore> {
  return (yield* findEntry(object))?.entry;
});

/** Reads the entries of many objects, in their order; undefined where no batch took the object. */
export function readLedger(
  objects: readonly SourceObject[],
): Effect.Effect<readonly (LedgerEntry | undefined)[], LakeError, ObjectStore> {
  return Effect.forEach(objects, readLedgerEntry, { concurrency: 16 });
}

/** Gives an object back, if the digest's claim still stands, and says whether it did. */
export const releaseObject = Effect.fn('lake.releaseObject')(function* (
  object: SourceObject,
  digest: string,
): Effect.fn.Return<boolean, LakeError, ObjectStore> {
  const store = yield* ObjectStore;
  const found = yield* findEntry(object);
  if (found?.entry.digest !== digest) return false;
  return yield* store.remove(ledgerKey(object), { ifMatch: found.etag }).pipe(
    Effect.as(true),
    Effect.catchTag('PreconditionFailed', () => Effect.succeed(false)),
  );
});

const findEntry = Effect.fnUntraced(function* (object: SourceObject) {
  const store = yield* ObjectStore;
  const key = ledgerKey(object);
  const found = yield* store.get(key);
  if (!found) return undefined;
  return { etag: found.etag, entry: yield* decodeObject(key, found.bytes, decodeEntry) };
});

function decodeEntry(text: string): LedgerEntry {
  return readDocument(text, (fields) => ({
    object: fields.record('object', readSourceObject),
    digest: fields.text('digest'),
    claimedAt: fields.text('claimedAt'),
  }));
}
