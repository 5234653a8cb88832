import * as z from 'zod';

/** An event of S3 as EventBridge passes it on. It does not escape keys, unlike S3's own notifications. */
const objectCreated = z.object({
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({ key: z.string().min(1) }),
  }),
});

const queueEvent = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });
const redriveRequest = z.object({ redrive: z.string().min(1) });

/** What the intake takes: messages of its queue, or the wish to try a batch again. */
export const intakeEvent = z.union([queueEvent, redriveRequest]);

export type IntakeEvent = z.output<typeof intakeEvent>;

/** An object that is said to have arrived. */
export interface Arrival {
  readonly messageId: string;
  readonly bucket: string;
  readonly key: string;
}

/** Reads a message, or gives undefined where it is no event of an object. */
export function readArrival({ messageId, body }: { messageId: string; body: string }): Arrival | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  const parsed = objectCreated.safeParse(value);
  if (!parsed.success) return undefined;
  const { bucket, object } = parsed.data.detail;
  return { messageId, bucket: bucket.name, key: object.key };
}
