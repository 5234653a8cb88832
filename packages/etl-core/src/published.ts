import { BrokenDocument, type RunState } from '@sales/lake';
import * as z from 'zod';

const count = z.int().min(0);
const counts = z.record(z.string(), count);
const cents = z.codec(z.string().regex(/^-?\d+$/), z.bigint(), {
  decode: (text) => BigInt(text),
  encode: (value) => value.toString(),
});
const part = z.object({ key: z.string(), sizeBytes: count, rows: count });

const publishedSchema = z.object({
  fact: z.array(part),
  dimensions: z.record(z.string(), z.array(part)),
  factRows: count,
  measureCents: cents,
  read: count,
  rejected: count,
  duplicates: count,
  superseded: count,
  reasons: counts,
  repairs: counts,
  drift: z.object({
    extraFields: z.record(z.string(), z.object({ rows: count, sample: z.string() })),
    unknownValues: z.record(z.string(), counts),
    isCut: z.boolean(),
  }),
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

/** Reads it back from a run's state. Throws BrokenDocument when it is not what `encodePublished` gave. */
export function decodePublished(state: RunState): Published {
  const decoded = z.safeDecode(publishedSchema, state.details as z.input<typeof publishedSchema>);
  if (decoded.success) return decoded.data;
  throw new BrokenDocument(
    `the state of run ${state.batchId} is not a published one: ${z.prettifyError(decoded.error)}`,
  );
}
