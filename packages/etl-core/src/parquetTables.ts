import { LakeError, ObjectStore } from '@sales/lake';
import { openParquet, type Table } from '@sales/parquet';
import { Effect } from 'effect';
import { StageFileUnreadable } from './errors.ts';

/** Reads Parquet files of the lake a row group at a time, in order; `columns` undefined means all. */
export const readTables = Effect.fn('etl.readTables')(function* <E>(
  files: readonly { readonly key: string; readonly sizeBytes: number }[],
  columns: readonly string[] | undefined,
  use: (table: Table) => Effect.Effect<void, E>,
) {
  const store = yield* ObjectStore;
  for (const { key, sizeBytes } of files) {
    const attempt = <A>(step: () => Promise<A>) =>
      Effect.tryPromise({ try: step, catch: (error) => unreadableFile(key, error) });
    const read = (start: number, end: number) => Effect.runPromise(store.readRange(key, start, end));
    const file = yield* attempt(() => openParquet({ sizeBytes, read }));
    for (let group = 0; group < file.rowGroupCount; group++) {
      yield* use(yield* attempt(() => file.readRowGroup(group, columns)));
    }
  }
});

function unreadableFile(key: string, error: unknown): StageFileUnreadable | LakeError {
  if (error instanceof LakeError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const message = `${key} cannot be read back: ${reason} Run again to make the batch's files anew.`;
  return new StageFileUnreadable({ key, message, cause: error });
}
