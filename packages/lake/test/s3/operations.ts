import { Effect } from 'effect';
import { type LakeError, type ObjectStore, type PreconditionFailed, writeObject } from '../../src/index.ts';
import { ObjectStore as Store } from '../../src/index.ts';

type Lake = ObjectStore['Service'];
type Answer = Effect.Effect<unknown, LakeError | PreconditionFailed>;

/** One operation of the lake, for the matrix of operations and faults. */
export interface Operation {
  /** What the first words of an error's message are. */
  readonly action: 'list' | 'read' | 'write' | 'remove';
  /** The key or prefix it is about. */
  readonly key: string;
  /** The calls of S3 that it makes. */
  readonly calls: readonly string[];
  /** Whether a repetition of a call that was done makes one more version, with the same content. */
  readonly mayRepeat?: boolean;
  /** Does it, and answers with what does not depend on when it was done. */
  readonly run: (lake: Lake) => Answer;
}

/** What is in the lake before an operation. */
export const before = {
  'raw/a.json': 'the content of a',
  'raw/big.json': 'b'.repeat(300_000),
  'gold/batch=1/x': 'x',
  'gold/batch=1/y': 'y',
} as const;

/** Of more than two parts. */
const bigBytes = new Uint8Array(11 << 20).fill(97);

export const operations: Readonly<Record<string, Operation>> = {
  list: {
    action: 'list',
    key: 'raw/',
    calls: ['ListObjectVersions'],
    run: (lake) =>
      Effect.map(lake.list('raw/'), (found) => found.map(({ key, sizeBytes }) => [key, sizeBytes])),
  },
  head: {
    action: 'read',
    key: 'raw/a.json',
    calls: ['HeadObject'],
    run: (lake) => Effect.map(lake.head('raw/a.json'), (found) => found?.sizeBytes),
  },
  get: {
    action: 'read',
    key: 'raw/a.json',
    calls: ['GetObject'],
    run: (lake) =>
      Effect.map(lake.get('raw/a.json'), (found) => [text(found?.bytes ?? new Uint8Array()), found?.etag]),
  },
  stream: {
    action: 'read',
    key: 'raw/big.json',
    calls: ['GetObject'],
    run: (lake) =>
      Effect.flatMap(lake.stream('raw/big.json', { start: 7 }), (chunks) =>
        Effect.tryPromise({
          try: async () => {
            let length = 0;
            for await (const chunk of chunks) length += chunk.length;
            return length;
          },
          catch: (error) => error as LakeError,
        }),
      ),
  },
  readRange: {
    action: 'read',
    key: 'raw/a.json',
    calls: ['GetObject'],
    run: (lake) => Effect.map(lake.readRange('raw/a.json', 4, 11), text),
  },
  put: {
    action: 'write',
    key: 'new/a',
    calls: ['PutObject'],
    mayRepeat: true,
    run: (lake) => lake.put('new/a', 'new'),
  },
  'put that creates': {
    action: 'write',
    key: 'new/a',
    calls: ['PutObject'],
    run: (lake) => lake.put('new/a', 'new', { ifNoneMatch: '*' }),
  },
  'put that replaces': {
    action: 'write',
    key: 'raw/a.json',
    calls: ['PutObject'],
    run: (lake) =>
      Effect.flatMap(lake.get('raw/a.json'), (found) =>
        lake.put('raw/a.json', 'new', { ifMatch: found?.etag ?? '' }),
      ),
  },
  'big object': {
    action: 'write',
    key: 'new/big',
    calls: ['CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload', 'HeadObject'],
    run: (lake) => written(lake, 'new/big', [bigBytes.subarray(0, 1), bigBytes.subarray(1)]),
  },
  'big object that is small': {
    action: 'write',
    key: 'new/small',
    calls: ['PutObject', 'HeadObject'],
    mayRepeat: true,
    run: (lake) => written(lake, 'new/small', [bigBytes.subarray(0, 3)]),
  },
  remove: {
    action: 'remove',
    key: 'raw/a.json',
    calls: ['DeleteObject'],
    mayRepeat: true,
    run: (lake) => lake.remove('raw/a.json'),
  },
  'remove by etag': {
    action: 'remove',
    key: 'raw/a.json',
    calls: ['DeleteObject'],
    run: (lake) =>
      Effect.flatMap(lake.get('raw/a.json'), (found) =>
        lake.remove('raw/a.json', { ifMatch: found?.etag ?? '' }),
      ),
  },
  removePrefix: {
    action: 'remove',
    key: 'gold/batch=1/',
    calls: ['ListMultipartUploads', 'ListObjectsV2', 'DeleteObjects'],
    mayRepeat: true,
    run: (lake) => lake.removePrefix('gold/batch=1/'),
  },
};

function written(lake: Lake, key: string, parts: readonly Uint8Array[]): Answer {
  return writeObject(key, (write) => Effect.forEach(parts, write, { discard: true })).pipe(
    Effect.provideService(Store, lake),
    Effect.map(({ object }) => [object.key, object.sizeBytes]),
  );
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
