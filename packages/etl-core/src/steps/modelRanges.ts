import { dataSetLayout, LakeError, type Manifest, ObjectStore, writeObject } from '@sales/lake';
import { Clock, Effect, Stream } from 'effect';
import type { Pipeline } from '../pipeline.ts';
import { publishable } from '../publishable.ts';
import { modelBatch } from '../stages/model.ts';
import { requireDocument } from './batchDocument.ts';
import { quarantinePart } from './cleanRange.ts';
import { isPublished, publishOnce } from './publishing.ts';
import { type RangeReport, rangeReportSchema } from './rangeReport.ts';
import { readRanges } from './ranges.ts';
import { copyRejects } from './rejectLines.ts';
import { readSilver } from './silver.ts';
import { workKeys } from './workKeys.ts';

/**
 * Models a batch from the silver that its ranges wrote, proves that the books balance, and publishes it.
 *
 * A batch that is published already is left as it is. One that failed or was abandoned fails with `BatchGivenUp`.
 */
export const modelRanges = Effect.fn('etl.modelRanges')(function* (pipeline: Pipeline, manifest: Manifest) {
  const { batchId } = manifest;
  if (yield* isPublished(batchId)) return;
  const startedAtMs = yield* Clock.currentTimeMillis;
  const ranges = yield* readRanges(manifest);
  const keys = workKeys(batchId);
  const reports = yield* Effect.forEach(
    ranges,
    (_, part) => requireDocument(keys.rangeReport(part), rangeReportSchema),
    { concurrency: 16 },
  );
  yield* placeRejects(pipeline, manifest, reports);
  const { cleaned, pool } = yield* readSilver(pipeline, manifest, reports);
  const model = yield* modelBatch(pipeline, manifest, cleaned, { pool, onEvent: () => {} });
  const seconds = {
    clean: wallSeconds(reports),
    model: ((yield* Clock.currentTimeMillis) - startedAtMs) / 1000,
  };
  yield* publishOnce(manifest, publishable(cleaned, model, seconds));
});

/** Gives the rejects of ranges that begin within an object their line numbers, and their place. */
const placeRejects = Effect.fnUntraced(function* (
  { contract }: Pipeline,
  { batchId }: Manifest,
  reports: readonly RangeReport[],
) {
  const store = yield* ObjectStore;
  const layout = dataSetLayout(contract.name);
  const linesBefore = new Map<string, number>();
  for (const { part, pieces, rejectsWait } of reports) {
    const [first] = pieces;
    const before = first === undefined ? 0 : (linesBefore.get(first.key) ?? 0);
    for (const { key, lines } of pieces) linesBefore.set(key, (linesBefore.get(key) ?? 0) + lines);
    if (!rejectsWait) continue;
    const chunks = yield* store.stream(workKeys(batchId).rangeRejects(part));
    const rejects = Stream.fromAsyncIterable(chunks, asLakeError);
    const key = layout.quarantinePartKey({ batchId, part: quarantinePart(part) });
    yield* writeObject(key, (write) => copyRejects(rejects, { key: first!.key, by: before }, write));
  }
});

function wallSeconds(reports: readonly RangeReport[]): number {
  const start = Math.min(...reports.map(({ startedAtMs }) => startedAtMs));
  const end = Math.max(...reports.map(({ finishedAtMs }) => finishedAtMs));
  return (end - start) / 1000;
}

function asLakeError(error: unknown): LakeError {
  if (error instanceof LakeError) return error;
  throw error;
}
