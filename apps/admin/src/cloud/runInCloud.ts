import type { BatchStatus, Intake } from '@sales/etl-core';
import { Clock, Effect } from 'effect';
import { BatchUnfinished } from '../errors.ts';
import type { EtlCore } from '../modules.ts';

/** How long files may wait for a batch, and a batch for its end. */
const PATIENCE_MS = 6 * 3600 * 1000;

/** What became of files that were uploaded. */
interface CloudRun {
  readonly intake: Intake;
  /** The batches that were begun or ended meanwhile. */
  readonly batches: readonly BatchStatus[];
}

/** Uploads files and waits until AWS has loaded what waits in raw. */
export const runInCloud = Effect.fn('sales.runInCloud')(function* (
  core: EtlCore,
  paths: readonly string[],
  options: { readonly pollMs?: number } = {},
) {
  const { pollMs = 5_000 } = options;
  const before = yield* core.pipelineStatus(core.salesPipeline);
  const known = new Map(before.batches.map(({ batchId, updatedAt }) => [batchId, updatedAt]));
  const intake = yield* core.takeIn(core.salesPipeline, paths);
  const deadline = (yield* Clock.currentTimeMillis) + PATIENCE_MS;
  for (;;) {
    const { batches, waiting } = yield* core.pipelineStatus(core.salesPipeline);
    const changed = batches.filter(({ batchId, updatedAt }) => known.get(batchId) !== updatedAt);
    const failed = changed.find(({ status }) => status === 'failed');
    if (failed !== undefined) {
      const message = `The batch ${failed.batchId} failed: ${failed.cause ?? 'its message says why'}. Mend that, then \`sales redrive ${failed.batchId}\`.`;
      return yield* new BatchUnfinished({ message });
    }
    const isOpen = batches.some(({ status }) => status === 'begun' || status === 'published');
    if (waiting.length === 0 && !isOpen) return { intake, batches: changed } satisfies CloudRun;
    if ((yield* Clock.currentTimeMillis) > deadline) {
      const message = `${waiting.length} files still wait after six hours; look with \`sales doctor\` and the same --env.`;
      return yield* new BatchUnfinished({ message });
    }
    yield* Effect.sleep(pollMs);
  }
});
