import { goldBatchPrefix, goldCsvPartKey, LakeError, ObjectStore, writeObject } from '@sales/lake';
import { openParquet } from '@sales/parquet';
import { csvPieces } from '@sales/redshift';
import { Effect } from 'effect';
import type { PartFile } from './parquetParts.ts';
import type { Pipeline } from './pipeline.ts';
import type { Published } from './published.ts';

/** How much text is written to the lake at once. */
const chunkCharacters = 1024 * 1024;

/**
 * Writes a published batch's gold as CSV, a file for each of Parquet, below `gold/csv/`, and gives the files as a load
 * takes them. Written again, they are the same.
 */
export const writeGoldCsv = Effect.fn('etl.writeGoldCsv')(function* (
  { star }: Pipeline,
  batchId: string,
): Effect.fn.Return<Pick<Published, 'fact' | 'dimensions'>, LakeError, ObjectStore> {
  const dimensions: Record<string, PartFile[]> = {};
  for (const { table } of star.dimensions) dimensions[table] = yield* writeTable(table, batchId);
  return { fact: yield* writeTable(star.fact.table, batchId), dimensions };
});

const writeTable = Effect.fnUntraced(function* (
  table: string,
  batchId: string,
): Effect.fn.Return<PartFile[], LakeError, ObjectStore> {
  const store = yield* ObjectStore;
  const parquet = yield* store.list(goldBatchPrefix({ table, batchId }));
  return yield* Effect.forEach(parquet, ({ key, sizeBytes }, part) =>
    writeCsv({ key, sizeBytes }, goldCsvPartKey({ table, batchId, part })),
  );
});

const writeCsv = Effect.fnUntraced(function* (
  parquet: { readonly key: string; readonly sizeBytes: number },
  key: string,
): Effect.fn.Return<PartFile, LakeError, ObjectStore> {
  const store = yield* ObjectStore;
  const read = (start: number, end: number) => Effect.runPromise(store.readRange(parquet.key, start, end));
  const source = { sizeBytes: parquet.sizeBytes, read };
  const file = yield* Effect.tryPromise({ try: () => openParquet(source), catch: asLakeError });
  const pieces = csvPieces(file);
  const { object } = yield* writeObject(key, (write) =>
    Effect.gen(function* () {
      let text = '';
      for (let done = false; !done; ) {
        const next = yield* Effect.tryPromise({ try: () => pieces.next(), catch: asLakeError });
        done = next.done === true;
        text += done ? '' : (next.value as string);
        if (text.length >= chunkCharacters || done) {
          yield* write(Buffer.from(text));
          text = '';
        }
      }
    }),
  );
  return { key, sizeBytes: object.sizeBytes, rows: file.rowCount };
});

function asLakeError(error: unknown): LakeError {
  if (error instanceof LakeError) return error;
  throw error;
}
