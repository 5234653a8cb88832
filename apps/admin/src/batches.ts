import type { BatchStatus } from '@sales/etl-core';
import { Effect } from 'effect';
import { BatchUnknown } from './errors.ts';
import { shellWord } from './launcher.ts';
import type { EtlCore } from './modules.ts';

/** Finds a batch by its id, by an id's unmistakable beginning, or as `latest`. */
export const findBatch = Effect.fnUntraced(function* (core: EtlCore, lake: string, name: string) {
  const { batches } = yield* core.pipelineStatus(core.salesPipeline);
  const found = name === 'latest' ? batches.slice(-1) : matching(batches, name);
  if (found.length === 1) return found[0]!;
  const problem =
    found.length > 1
      ? `"${name}" could be ${found.map(({ batchId }) => batchId).join(' or ')}; write more of it.`
      : `There is no batch "${name}" in the lake "${lake}"; \`sales status --lake ${shellWord(lake)}\` lists those there are.`;
  return yield* new BatchUnknown({ message: problem });
});

function matching(batches: readonly BatchStatus[], name: string): readonly BatchStatus[] {
  const exact = batches.filter(({ batchId }) => batchId === name);
  return exact.length > 0 ? exact : batches.filter(({ batchId }) => batchId.startsWith(name));
}
