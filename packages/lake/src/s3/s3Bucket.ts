import { GetBucketVersioningCommand } from '@aws-sdk/client-s3';
import { Effect, Layer } from 'effect';
import { checkRange } from '../byteRange.ts';
import type { LakeError } from '../errors.ts';
import { compareKeys, invalidKey, keyProblem, prefixProblem } from '../objectKey.ts';
import { ObjectStore } from '../objectStore.ts';
import { preconditionFailed } from '../precondition.ts';
import { call, connect, type Connection, type S3BucketOptions } from './connection.ts';
import { listObjects, UnusableKey } from './listing.ts';
import { collect, findObject, ObjectChanged, openObject, readObject } from './objectReading.ts';
import { putObject, removeObject } from './objectWriting.ts';
import { removeObjects } from './prefixRemoval.ts';
import { CallFailed, changedError, type Place, s3Error } from './s3Error.ts';
import { openUpload } from './uploadSink.ts';

/**
 * Keeps objects in a bucket of Amazon S3. Fails in one sentence if the bucket cannot be used. In a bucket with
 * versioning, `version` is S3's version id, and a version that was found can be read as long as it is kept; without,
 * it is the etag, and a rewrite with the same bytes is no new version.
 */
export function s3Bucket(options: S3BucketOptions): Layer.Layer<ObjectStore, LakeError> {
  const open = Effect.gen(function* () {
    const connected = yield* Effect.acquireRelease(
      Effect.sync(() => connect(options)),
      ({ client }) => Effect.sync(() => client.destroy()),
    );
    const { bucket, client } = connected;
    const { Status } = yield* reading({ bucket, action: 'open', key: '' }, (abortSignal) =>
      call(
        'GetBucketVersioning',
        client.send(new GetBucketVersioningCommand({ Bucket: bucket }), { abortSignal }),
      ),
    );
    // Where versioning is suspended, all new versions have the same id.
    return storeIn({ ...connected, isVersioned: Status === 'Enabled' });
  });
  return Layer.effect(ObjectStore, open);
}

function storeIn(connection: Connection): ObjectStore['Service'] {
  const { bucket } = connection;
  const place = (action: Place['action'], key: string): Place => ({ bucket, action, key });

  return ObjectStore.of({
    bucket,
    url: (key) => `s3://${bucket}/${key}`,

    list: (prefix) =>
      onPrefix(prefix, () =>
        reading(place('list', prefix), async (signal) =>
          (await listObjects(connection, prefix, signal)).sort((a, b) => compareKeys(a.key, b.key)),
        ),
      ),

    head: (key) =>
      onKey(key, () =>
        reading(place('read', key), async (signal) => {
          const found = await findObject(connection, key, signal);
          if (found === undefined) return undefined;
          const { etag: _, metadata: __, ...info } = found;
          return info;
        }),
      ),

    stream: (key, range = { start: 0 }) =>
      onKey(key, () =>
        reading(place('read', key), async (signal) => {
          checkRange(range);
          const { chunks } = await openObject(connection, key, range, signal);
          return withLakeErrors(chunks, place('read', key));
        }),
      ),

    readRange: (key, start, end, version) =>
      onKey(key, () =>
        reading(place('read', key), async (signal) => {
          checkRange({ start, end });
          const range = { start, end, ...(version === undefined ? {} : { version }) };
          return collect((await openObject(connection, key, range, signal)).chunks);
        }),
      ),

    get: (key) =>
      onKey(key, () => reading(place('read', key), (signal) => readObject(connection, key, signal))),

    put: (key, content, condition) => {
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      return onKey(key, () =>
        writing(place('write', key), () => putObject(connection, key, bytes, condition)),
      ).pipe(
        Effect.flatMap((etag) =>
          etag === undefined
            ? Effect.fail(
                preconditionFailed(key, condition && 'ifMatch' in condition ? condition.ifMatch : undefined),
              )
            : Effect.succeed(etag),
        ),
      );
    },

    create: (key) =>
      onKey(key, () =>
        Effect.sync(() => {
          const upload = openUpload(connection, key);
          return {
            write: (bytes) => writing(place('write', key), () => upload.write(bytes)),
            commit: writing(place('write', key), upload.commit),
            abort: Effect.promise(upload.abort),
          };
        }),
      ),

    remove: (key, condition) =>
      onKey(key, () =>
        writing(place('remove', key), () => removeObject(connection, key, condition?.ifMatch)),
      ).pipe(
        Effect.filterOrFail(
          (removed) => removed,
          () => preconditionFailed(key, condition?.ifMatch),
        ),
        Effect.asVoid,
      ),

    removePrefix: (prefix) =>
      prefix.endsWith('/')
        ? onPrefix(prefix, () => writing(place('remove', prefix), () => removeObjects(connection, prefix)))
        : Effect.fail(invalidKey(prefix, 'a prefix to be removed ends in "/"')),

    // A function that has ended is not known here; its lock expires.
    isOwnerAlive: () => Effect.succeed(true),
  });
}

function onKey<A, E>(key: string, step: () => Effect.Effect<A, E>): Effect.Effect<A, E | LakeError> {
  const problem = keyProblem(key);
  return problem === undefined ? Effect.suspend(step) : Effect.fail(invalidKey(key, problem));
}

function onPrefix<A, E>(prefix: string, step: () => Effect.Effect<A, E>): Effect.Effect<A, E | LakeError> {
  const problem = prefixProblem(prefix);
  return problem === undefined ? Effect.suspend(step) : Effect.fail(invalidKey(prefix, problem));
}

/** A read that is interrupted drops its connection. */
function reading<A>(place: Place, step: (signal: AbortSignal) => Promise<A>): Effect.Effect<A, LakeError> {
  return orLakeError(Effect.tryPromise({ try: step, catch: (cause) => cause }), place);
}

/** A write runs to its end, so that an interruption never leaves something behind that nobody knows of. */
function writing<A>(place: Place, step: () => Promise<A>): Effect.Effect<A, LakeError> {
  return Effect.uninterruptible(
    orLakeError(Effect.tryPromise({ try: step, catch: (cause) => cause }), place),
  );
}

function orLakeError<A>(step: Effect.Effect<A, unknown>, place: Place): Effect.Effect<A, LakeError> {
  return step.pipe(
    Effect.catch((cause) => {
      const error = lakeErrorOf(cause, place);
      return error === undefined ? Effect.die(cause) : Effect.fail(error);
    }),
  );
}

async function* withLakeErrors(
  chunks: AsyncIterable<Uint8Array>,
  place: Place,
): AsyncGenerator<Uint8Array, void> {
  try {
    yield* chunks;
  } catch (cause) {
    throw lakeErrorOf(cause, place) ?? cause;
  }
}

/** Tells what went wrong in S3 from a bug. */
function lakeErrorOf(cause: unknown, place: Place): LakeError | undefined {
  if (cause instanceof CallFailed) return s3Error(cause, place);
  if (cause instanceof ObjectChanged) return changedError(place, cause);
  if (cause instanceof UnusableKey) return invalidKey(cause.key, cause.problem);
  return undefined;
}
