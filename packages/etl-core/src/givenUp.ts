import type { RunState } from '@sales/lake';
import { BatchGivenUp } from './errors.ts';

/** Says why a batch cannot be run any more. */
export function givenUp({ batchId, status, details }: RunState): BatchGivenUp {
  const { cause = 'for a reason that was not kept' } = (details ?? {}) as { readonly cause?: string };
  const why =
    status === 'failed'
      ? `failed, and its files were removed: ${cause.replace(/\.$/, '')}`
      : 'was abandoned, because a later run took over its objects';
  const message = `Batch ${batchId} ${why}. Run the pipeline again: what it was to load goes into another batch.`;
  return new BatchGivenUp({ batchId, message });
}
