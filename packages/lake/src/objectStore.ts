import { Context, type Effect, type Scope } from 'effect';
import type { LakeError, PreconditionFailed } from './errors.ts';
import type { LockOwner } from './lockOwner.ts';

/**
 * One stored object. `version` changes whenever the object is rewritten (S3: version id or etag; a folder: time and
 * size); `eventTimeMs` is when it was last written, in milliseconds since 1970.
 */
export interface ObjectInfo {
  readonly key: string;
  readonly sizeBytes: number;
  readonly version: string;
  readonly eventTimeMs: number;
}

/**
 * The bytes `start` up to, not including, `end` (default: the object's end). Bytes past the object's end are simply
 * absent. With `version`, reading any other version fails with reason `Changed`.
 */
export interface ByteRange {
  readonly start: number;
  readonly end?: number;
  readonly version?: string;
}

/**
 * A big object being written. Nothing is visible before `commit` succeeds. A write or commit that fails aborts; one
 * who stops for any other reason calls `abort`, or uses `writeObject`, which does.
 */
export interface ObjectSink {
  readonly write: (bytes: Uint8Array) => Effect.Effect<void, LakeError>;
  readonly commit: Effect.Effect<ObjectInfo, LakeError>;
  readonly abort: Effect.Effect<void>;
}

/** An object that lies in a file. */
export interface OpenFile {
  /** The number by which every thread of this process can read it. */
  readonly fd: number;
  /** Says what an error of reading it means; undefined when it is none of the file system's. */
  readonly failure: (cause: unknown) => LakeError | undefined;
  /** Fails with reason `Changed` when the file did not stay as it was. */
  readonly finish: Effect.Effect<void, LakeError>;
}

/** `ifNoneMatch: '*'` creates only; `ifMatch` replaces only the object whose etag it names. */
export type PutCondition = { readonly ifNoneMatch: '*' } | { readonly ifMatch: string };

/**
 * Objects by key, as S3 keeps them. Keys are UTF-8 segments joined by single slashes; no segment is empty or begins
 * with a dot. Writes are atomic and durable: a reader sees the old object or the new one, after a crash too.
 */
export class ObjectStore extends Context.Service<
  ObjectStore,
  {
    /** The bucket's name; `local` for a folder, so that a lake that is moved keeps its ledger. */
    readonly bucket: string;
    /** Where other programs find an object: `s3://bucket/key`; for a folder the file's absolute path. */
    readonly url: (key: string) => string;
    /** Lists the objects whose key begins with `prefix`, sorted by the key's UTF-8 bytes. */
    readonly list: (prefix: string) => Effect.Effect<readonly ObjectInfo[], LakeError>;
    readonly head: (key: string) => Effect.Effect<ObjectInfo | undefined, LakeError>;
    /** Reads in chunks of at most 4 MiB. The iterable can be read once, and throws a `LakeError`. */
    readonly stream: (key: string, range?: ByteRange) => Effect.Effect<AsyncIterable<Uint8Array>, LakeError>;
    /** Opens one version of an object that lies in a file; absent where none does, and `stream` reads it. */
    readonly openFile?: (key: string, version: string) => Effect.Effect<OpenFile, LakeError, Scope.Scope>;
    /** Reads the bytes `start` up to, not including, `end`; fewer if the object ends before. `version` as in `stream`. */
    readonly readRange: (
      key: string,
      start: number,
      end: number,
      version?: string,
    ) => Effect.Effect<Uint8Array, LakeError>;
    /** Reads a small object whole, with the etag that conditional writes compare. */
    readonly get: (
      key: string,
    ) => Effect.Effect<{ readonly bytes: Uint8Array; readonly etag: string } | undefined, LakeError>;
    /** Writes a small object and returns its etag. */
    readonly put: (
      key: string,
      bytes: Uint8Array | string,
      condition?: PutCondition,
    ) => Effect.Effect<string, LakeError | PreconditionFailed>;
    /** Begins a big object. Prefer `writeObject`. */
    readonly create: (key: string) => Effect.Effect<ObjectSink, LakeError>;
    /** Removes an object; one that is already gone is fine, unless `ifMatch` asks for it. */
    readonly remove: (
      key: string,
      condition?: { readonly ifMatch: string },
    ) => Effect.Effect<void, LakeError | PreconditionFailed>;
    /** Removes every object below a prefix that ends in `/`, not atomically. */
    readonly removePrefix: (prefix: string) => Effect.Effect<void, LakeError>;
    /** Answers false only when the owner is surely gone; where that cannot be known (S3), always true. */
    readonly isOwnerAlive: (owner: LockOwner) => Effect.Effect<boolean>;
  }
>()('@sales/lake/ObjectStore') {}
