import * as z from 'zod';

/** Parts of the documents that a batch's stages leave for each other. */
export const count = z.int().min(0);

/** A sum of money, exact, as its digits. */
export const cents = z.codec(z.string().regex(/^-?\d+$/), z.bigint(), {
  decode: (text) => BigInt(text),
  encode: (value) => value.toString(),
});

export const partSchema = z.object({ key: z.string(), sizeBytes: count, rows: count });

/** A record as a list of its entries: names come from data, and zod's own record drops one that is `__proto__`. */
export function namedBy<S extends z.ZodType>(value: S) {
  return z.codec(
    z.array(z.tuple([z.string(), value])),
    z.custom<Readonly<Record<string, z.output<S>>>>((found) => typeof found === 'object' && found !== null),
    {
      decode: (entries) => Object.fromEntries(entries),
      encode: (record) => Object.entries<z.output<S>>(record),
    },
  );
}

export const counts = namedBy(count);

export const driftSchema = z.object({
  extraFields: namedBy(z.object({ rows: count, sample: z.string() })),
  unknownValues: namedBy(counts),
  isCut: z.boolean(),
});
