import { dataSetLayout, type LakeError, type Manifest, writeObject } from '@sales/lake';
import { silverColumns } from '@sales/schema';
import { Clock, Effect } from 'effect';
import { cleanPieces } from '../cleanPieces.ts';
import { openPartWriter } from '../parquetParts.ts';
import type { Pipeline } from '../pipeline.ts';
import { fileMetadata } from '../stages/clean.ts';
import { createBlockWorker } from '../workers/blockWorker.ts';
import { writeDocumentOf } from './batchDocument.ts';
import { type RangeReport, rangeReportSchema } from './rangeReport.ts';
import { readRange } from './ranges.ts';
import { shiftLines } from './rejectLines.ts';
import { workKeys } from './workKeys.ts';

/**
 * Cleans one range of a batch in this thread: writes its part of silver, its rejects, and a report of both.
 *
 * What it writes has names of its own, and is the same each time, so a call may be repeated. It holds one block.
 */
export const cleanRange = Effect.fn('etl.cleanRange')(function* (
  pipeline: Pipeline,
  manifest: Manifest,
  part: number,
) {
  const { contract } = pipeline;
  const { batchId, ingestDate } = manifest;
  const startedAtMs = yield* Clock.currentTimeMillis;
  const { range, ranges } = yield* readRange(manifest, part);
  const layout = dataSetLayout(contract.name);
  const worker = createBlockWorker({ pipeline, ingestDate, heldBytes: 0 });
  const parts = yield* openPartWriter({
    // A range that grows by far when it is uncompressed may fill more than one file.
    keyOf: (file) => layout.silverPartKey({ ingestDate, batchId, part: part + file * ranges }),
    schema: silverColumns(contract),
    metadata: fileMetadata(pipeline, batchId),
  });

  const pieces: RangeReport['pieces'] = [];
  const rejectsWait = (range[0]?.[0]?.start ?? 0) > 0;
  const writeBlocks = Effect.fnUntraced(function* (
    write: (bytes: Uint8Array) => Effect.Effect<void, LakeError>,
  ) {
    // Of an object that this range cuts into several pieces.
    const lines = new Map<string, number>();
    for (const block of range) {
      for (const [index, cleaned] of (yield* cleanPieces(worker, block)).entries()) {
        const { key } = block[index]!.object;
        const before = lines.get(key) ?? 0;
        lines.set(key, before + cleaned.lines);
        pieces.push({ key, lines: cleaned.lines, report: cleaned.report });
        if (cleaned.rejects.length > 0) yield* write(shiftLines(cleaned.rejects, before));
      }
      for (const silver of yield* Effect.promise(() => worker.endSilverBlock())) yield* parts.append(silver);
    }
  });
  const rejectsKey = rejectsWait
    ? workKeys(batchId).rangeRejects(part)
    : layout.quarantinePartKey({ batchId, part: quarantinePart(part) });
  yield* writeObject(rejectsKey, writeBlocks);

  const report: RangeReport = {
    part,
    silver: [...(yield* parts.finish)],
    pieces,
    rejectsWait,
    sizeBytes: range.flat().reduce((sum, { start, end }) => sum + end - start, 0),
    startedAtMs,
    finishedAtMs: yield* Clock.currentTimeMillis,
  };
  yield* writeDocumentOf(workKeys(batchId).rangeReport(part), rangeReportSchema, report);
  return report;
}, Effect.scoped);

/** The quarantine part of a range: part 1 is for superseded rows, as in a local run. */
export function quarantinePart(part: number): number {
  return part === 0 ? 0 : part + 1;
}
