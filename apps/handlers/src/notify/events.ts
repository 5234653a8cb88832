import { executionInput, payloads } from '@sales/workflow';
import * as z from 'zod';

/** What EventBridge says of an execution that ended. */
const executionEnded = z.object({
  'detail-type': z.literal('Step Functions Execution Status Change'),
  detail: z.object({
    name: z.string(),
    status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']),
    input: z.string(),
    error: z.string().nullish(),
    cause: z.string().nullish(),
  }),
});

/** A step's call, or what the workflow itself could not catch: brought into the form of the call. */
export const notifyEvent = z.union([
  payloads.notify.input,
  executionEnded.transform(({ detail }, context) => {
    const input = executionInput.safeParse(parse(detail.input));
    if (!input.success) {
      context.addIssue({ code: 'custom', message: `the execution ${detail.name} is of no batch` });
      return z.NEVER;
    }
    const Error = detail.error ?? `Execution${detail.status}`;
    const Cause = detail.cause ?? `The execution ended as ${detail.status}. See its history.`;
    return { ...input.data, execution: detail.name, failed: { execution: { Error, Cause } } };
  }),
]);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
