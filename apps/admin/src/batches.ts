import type { BatchStatus } from '@sales/etl-core';
import { Effect } from 'effect';
import { BatchUnknown } from './errors.ts';
import { shellWord } from './launcher.ts';
import type { EtlCore } from './modules.ts';

/** Finds a batch by its id, by an id's unmistakable beginning, or as `latest`: the last one that was loaded. */
export const findBatch = Effect.fnUntraced(function* (core: EtlCore, lake: string, name: string) {
  const { batches } = yield* core.pipelineStatus(core.salesPipeline);
  const found = name === 'latest' ? batches.filter(isLoaded).slice(-1) : matching(batches, name);
  if (found.length === 1) return found[0]!;
  const what = name === 'latest' ? 'loaded batch' : `batch "${name}"`;
  const message =
    found.length > 1
      ? `"${name}" could be ${found.map(({ batchId }) => batchId).join(' or ')}; write more of it.`
      : `There is no ${what} in the lake "${lake}"; \`sales status --lake ${shellWord(lake)}\` lists those there are.`;
  return yield* new BatchUnknown({ message });
});

/** Of several attempts at the same files, which begin alike, the loaded one is meant. */
function matching(batches: readonly BatchStatus[], name: string): readonly BatchStatus[] {
  const exact = batches.filter(({ batchId }) => batchId === name);
  if (exact.length > 0) return exact;
  const beginning = batches.filter(({ batchId }) => batchId.startsWith(name));
  const loaded = beginning.filter(isLoaded);
  return loaded.length === 1 ? loaded : beginning;
}

function isLoaded({ status }: BatchStatus): boolean {
  return status === 'loaded';
}
