import { LakeError, type Manifest, ObjectStore, readManifest } from '@sales/lake';
import { Effect } from 'effect';
import * as z from 'zod';

/** Reads a batch's manifest; a batch without one was never begun. */
export const manifestOf = Effect.fn('etl.manifestOf')(function* (
  batchId: string,
): Effect.fn.Return<Manifest, LakeError, ObjectStore> {
  const manifest = yield* readManifest(batchId);
  if (manifest !== undefined) return manifest;
  const message = `There is no batch ${batchId} in this lake: it has no manifest. See \`sales status\` for the batches there are.`;
  return yield* new LakeError({ reason: 'NotFound', key: `runs/${batchId}/manifest.json`, message });
});

/** Reads a JSON document that another step of the batch wrote, or undefined where there is none. */
export const readDocumentOf = Effect.fn('etl.readDocument')(function* <S extends z.ZodType>(
  key: string,
  schema: S,
): Effect.fn.Return<z.output<S> | undefined, LakeError, ObjectStore> {
  const store = yield* ObjectStore;
  const found = yield* store.get(key);
  if (found === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(found.bytes).toString('utf8'));
  } catch (cause) {
    return yield* broken(key, 'it is not JSON', cause);
  }
  const decoded = z.safeDecode(schema, value as z.input<S>);
  if (decoded.success) return decoded.data;
  const [{ path, message } = { path: [], message: 'nothing fits' }] = decoded.error.issues;
  return yield* broken(key, `"${path.join('.')}" is not as a step writes it (${message})`, decoded.error);
});

/** As `readDocumentOf`, of a document that must be there. */
export const requireDocument = Effect.fn('etl.requireDocument')(function* <S extends z.ZodType>(
  key: string,
  schema: S,
) {
  const found = yield* readDocumentOf(key, schema);
  if (found !== undefined) return found;
  const message = `"${key}" is missing, which an earlier step of the batch writes. Run the batch again: its objects go into another one.`;
  return yield* new LakeError({ reason: 'NotFound', key, message });
});

/** Writes a JSON document for another step. Written again, it says the same. */
export const writeDocumentOf = Effect.fn('etl.writeDocument')(function* <S extends z.ZodType>(
  key: string,
  schema: S,
  value: z.output<S>,
) {
  const store = yield* ObjectStore;
  yield* Effect.catchTag(
    store.put(key, JSON.stringify(z.encode(schema, value))),
    'PreconditionFailed',
    // Only a conditional write can fail so.
    Effect.die,
  );
});

function broken(key: string, why: string, cause: unknown): LakeError {
  const message = `"${key}" cannot be used: ${why}. Run the batch again: its objects go into another one.`;
  return new LakeError({ reason: 'Corrupt', key, message, cause });
}
