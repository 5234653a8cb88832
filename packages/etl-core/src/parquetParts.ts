import { type ObjectSink, ObjectStore, type LakeError } from '@sales/lake';
import {
  createParquetWriter,
  type EncodedRowGroup,
  encodeRowGroup,
  type ParquetWriter,
  type Table,
  type TableSchema,
} from '@sales/parquet';
import { Effect, Exit, type Scope } from 'effect';

/** A finished file of a batch. */
export interface PartFile {
  readonly key: string;
  readonly sizeBytes: number;
  readonly rows: number;
}

/** Where a row group is. */
export interface PlacedRowGroup {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** Writes tables into numbered Parquet files. */
export interface PartWriter {
  readonly write: (table: Table) => Effect.Effect<void, LakeError>;
  /** Takes a table that was encoded already, and says where it went. */
  readonly append: (encoded: EncodedRowGroup) => Effect.Effect<PlacedRowGroup, LakeError>;
  /** Removes what was written; nothing is to be written any more. */
  readonly discard: Effect.Effect<void, LakeError>;
  /** Completes the last file and gives all of them; there is at least one, so that readers find the columns. */
  readonly finish: Effect.Effect<readonly PartFile[], LakeError>;
}

/** Redshift splits files from 128 MB on; past this one a new file starts. */
const targetPartBytes = 256 * 1024 * 1024;

interface OpenPart {
  readonly key: string;
  readonly sink: ObjectSink;
  readonly writer: ParquetWriter;
  sizeBytes: number;
}

/** Opens a writer whose unfinished file disappears when the scope closes in failure. */
export const openPartWriter = Effect.fn('etl.openPartWriter')(function* (options: {
  readonly keyOf: (part: number) => string;
  readonly schema: TableSchema;
  readonly metadata: Readonly<Record<string, string>>;
}): Effect.fn.Return<PartWriter, never, ObjectStore | Scope.Scope> {
  const store = yield* ObjectStore;
  const finished: PartFile[] = [];
  let current: OpenPart | undefined;

  yield* Effect.addFinalizer((exit) =>
    Exit.isFailure(exit) && current !== undefined ? current.sink.abort : Effect.void,
  );

  // Uninterruptible, because a sink that was created and is not known here would stay open.
  const open = Effect.gen(function* () {
    const key = options.keyOf(finished.length);
    const sink = yield* store.create(key);
    const { schema, metadata } = options;
    return (current = { key, sink, writer: createParquetWriter({ schema, metadata }), sizeBytes: 0 });
  }).pipe(Effect.uninterruptible);

  const append = (part: OpenPart, bytes: Uint8Array) => {
    part.sizeBytes += bytes.length;
    return part.sink.write(bytes);
  };

  const close = (part: OpenPart) =>
    Effect.gen(function* () {
      yield* append(part, part.writer.finish());
      yield* part.sink.commit;
      finished.push({ key: part.key, sizeBytes: part.sizeBytes, rows: part.writer.rowCount });
      current = undefined;
    });

  const appendRowGroup = Effect.fnUntraced(function* (encoded: EncodedRowGroup) {
    const part = current ?? (yield* open);
    for (const piece of part.writer.appendRowGroup(encoded)) yield* append(part, piece);
    const end = part.sizeBytes;
    if (end >= targetPartBytes) yield* close(part);
    return { key: part.key, start: end - Number(encoded.entry.total_compressed_size), end };
  });

  return {
    write: (table) =>
      Effect.suspend(() => Effect.asVoid(appendRowGroup(encodeRowGroup(table, { schema: options.schema })))),
    append: appendRowGroup,
    discard: Effect.gen(function* () {
      if (current !== undefined) yield* current.sink.abort;
      current = undefined;
      for (const { key } of finished)
        yield* store.remove(key).pipe(Effect.catchTag('PreconditionFailed', Effect.die));
    }),
    finish: Effect.gen(function* () {
      if (current !== undefined || finished.length === 0) yield* close(current ?? (yield* open));
      return finished;
    }),
  };
});
