import * as z from 'zod';
import { cents, count, counts, driftSchema, namedBy, partSchema } from '../documentSchemas.ts';

const cleaningReport = z.object({
  read: count,
  accepted: count,
  rejected: count,
  reasons: counts,
  repairs: counts,
  sumsCents: namedBy(cents),
  drift: driftSchema,
});

/** What cleaning one range wrote and counted. */
export const rangeReportSchema = z.object({
  part: count,
  silver: z.array(partSchema),
  /** The pieces of objects in it, in order. */
  pieces: z.array(z.object({ key: z.string(), lines: count, report: cleaningReport })),
  /** Whether its rejects wait for their line numbers, because lines before it are in other ranges. */
  rejectsWait: z.boolean(),
  sizeBytes: count,
  startedAtMs: z.number(),
  finishedAtMs: z.number(),
});

export type RangeReport = z.output<typeof rangeReportSchema>;
