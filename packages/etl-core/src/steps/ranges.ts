import { LakeError, type Manifest } from '@sales/lake';
import { Effect } from 'effect';
import * as z from 'zod';
import { type Block, planBlocks } from '../blocks.ts';
import { requireDocument, writeDocumentOf } from './batchDocument.ts';
import { workKeys } from './workKeys.ts';

/** Blocks that follow each other, for one call to clean: the blocks, and so the row groups, of a local run. */
export type Range = readonly Block[];

/** The most items that one Map of the workflow works on at once; more would only wait. */
const maximumRanges = 10_000;

const count = z.int().min(0);
/** The number of the object in the manifest, the first byte, the byte behind the last. */
const pieceSchema = z.tuple([count, count, count]);
const rangesSchema = z.object({ ranges: z.array(z.array(z.array(pieceSchema).min(1))).min(1) });
const itemsSchema = z.array(z.object({ part: count }));

/** Cuts a batch into ranges of about `rangeBytes`, more where there would be too many, and writes them down. */
export const planRanges = Effect.fn('etl.planRanges')(function* (manifest: Manifest, rangeBytes: number) {
  const blocks = yield* planBlocks(manifest);
  const sizes = blocks.map(sizeOf);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const limit = Math.max(rangeBytes, Math.ceil((2 * total) / maximumRanges));
  const ranges: Block[][] = [];
  let openBytes = Number.POSITIVE_INFINITY;
  for (const [index, block] of blocks.entries()) {
    if (openBytes + sizes[index]! > limit) {
      ranges.push([]);
      openBytes = 0;
    }
    ranges.at(-1)!.push(block);
    openBytes += sizes[index]!;
  }

  const keys = workKeys(manifest.batchId);
  const numbers = new Map(manifest.objects.map((object, index) => [object, index]));
  yield* writeDocumentOf(keys.ranges, rangesSchema, {
    ranges: ranges.map((range) =>
      range.map((block) =>
        block.map(({ object, start, end }): [number, number, number] => [numbers.get(object)!, start, end]),
      ),
    ),
  });
  yield* writeDocumentOf(
    keys.items,
    itemsSchema,
    ranges.map((_, part) => ({ part })),
  );
  return { itemsKey: keys.items, ranges: ranges.length };
});

/** Reads the ranges of a batch, in order. */
export const readRanges = Effect.fn('etl.readRanges')(function* (manifest: Manifest) {
  const key = workKeys(manifest.batchId).ranges;
  const { ranges } = yield* requireDocument(key, rangesSchema);
  return ranges.map(
    (range): Range =>
      range.map((block) =>
        block.map(([index, start, end]) => ({ object: manifest.objects[index]!, start, end })),
      ),
  );
});

/** Reads one range of a batch. */
export const readRange = Effect.fn('etl.readRange')(function* (manifest: Manifest, part: number) {
  const ranges = yield* readRanges(manifest);
  const range = ranges[part];
  if (range !== undefined) return { range, ranges: ranges.length };
  const key = workKeys(manifest.batchId).ranges;
  const message = `Batch ${manifest.batchId} has ${ranges.length} ranges, none of number ${part}. Run the batch again.`;
  return yield* new LakeError({ reason: 'NotFound', key, message });
});

function sizeOf(block: Block): number {
  return block.reduce((sum, { start, end }) => sum + end - start, 0);
}
