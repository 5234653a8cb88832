import { LakeError, type RunState, runKeys } from '@sales/lake';
import { Effect } from 'effect';
import * as z from 'zod';
import { cents, count, counts, driftSchema, namedBy, partSchema as part } from './documentSchemas.ts';

const publishedSchema = z.object({
  fact: z.array(part),
  dimensions: namedBy(z.array(part)),
  factRows: count,
  measureCents: cents,
  read: count,
  rejected: count,
  duplicates: count,
  superseded: count,
  reasons: counts,
  repairs: counts,
  drift: driftSchema,
  objects: z.array(
    z.object({
      key: z.string(),
      version: z.string(),
      sizeBytes: count,
      read: count,
      rejected: count,
      duplicates: count,
      superseded: count,
    }),
  ),
  seconds: z.object({ clean: z.number(), model: z.number() }),
});

/** All that loading a batch needs to know: what cleaning and modelling wrote and counted. */
export type Published = z.output<typeof publishedSchema>;

/** Gives what a published run's state keeps, as a JSON value. */
export function encodePublished(published: Published): unknown {
  return z.encode(publishedSchema, published);
}

/** Reads it back from a run's state; fails with reason `Corrupt` when it is not what `encodePublished` gave. */
export function decodePublished(state: RunState): Effect.Effect<Published, LakeError> {
  return decodeDetails(state, publishedSchema);
}

/** Decodes the details of a run's state; of others than a run wrote it says where they differ. */
export function decodeDetails<S extends z.ZodType>(
  { batchId, details }: RunState,
  schema: S,
): Effect.Effect<z.output<S>, LakeError> {
  const decoded = z.safeDecode(schema, details as z.input<S>);
  if (decoded.success) return Effect.succeed(decoded.data);
  const [{ path, message: problem } = { path: [], message: 'nothing fits' }] = decoded.error.issues;
  const key = runKeys(batchId).state;
  const message = `"${key}" cannot be used: "${['details', ...path].join('.')}" is not as a run writes it (${problem}). Remove it and run again: the batch is made anew.`;
  return Effect.fail(new LakeError({ reason: 'Corrupt', key, message, cause: decoded.error }));
}
