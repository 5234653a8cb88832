import { type CleaningReport, createCleaner, type SourceObject, uncompressed } from '@sales/cleaning';
import {
  bytesSource,
  createParquetWriter,
  type EncodedRowGroup,
  encodeRowGroup,
  openParquet,
  type Table,
} from '@sales/parquet';
import { factColumns, silverColumns } from '@sales/schema';
import { buildFact, createDimensionBuilder, gatherRows, type KeySums, keySums } from '@sales/star-schema';
import type { Pipeline } from '../pipeline.ts';
import { openFeed } from './feed.ts';

/** What a worker is made with. */
export interface BlockWorkerOptions {
  readonly pipeline: Pipeline;
  readonly ingestDate: string;
  /** How many bytes of tables it may hold for modelling; other tables are read from silver again. */
  readonly heldBytes: number;
}

/** What cleaning made of one piece of an object. */
export interface CleanedPiece {
  readonly report: CleaningReport;
  /** Its rejects as lines of quarantine; their line numbers count from the piece's first line. */
  readonly rejects: string;
  readonly lines: number;
}

/** A table of clean rows, as a row group of silver. */
export interface CleanedTable {
  readonly silver: EncodedRowGroup;
  /** The sums of the rows' business keys. */
  readonly sums: KeySums;
  /** Names the table in this worker, if it holds it. */
  readonly held: number | undefined;
}

/** A silver table: held by the worker that is asked, or given as its row group. */
export type TableSource = { readonly held: number } | { readonly silver: EncodedRowGroup };

/** Some rows of the fact, as a row group. */
export interface EncodedFact {
  readonly fact: EncodedRowGroup;
  readonly measureCents: bigint;
}

/** Does the work on rows, in this thread or in one of its own. A call must be answered before the next one. */
export interface BlockWorker {
  readonly startPiece: (object: SourceObject, start: number) => Promise<void>;
  readonly push: (chunk: Uint8Array<ArrayBuffer>) => Promise<void>;
  readonly endPiece: () => Promise<CleanedPiece>;
  readonly endBlock: () => Promise<readonly CleanedTable[]>;
  readonly pick: (table: TableSource, rows: Uint32Array) => Promise<Table>;
  readonly fact: (table: TableSource, lost: Uint32Array) => Promise<EncodedFact>;
  /** Gives what the blocks that this worker cleaned say of each dimension. */
  readonly dimensions: () => Promise<readonly Table[]>;
}

/** A block is one table unless its lines are very short. */
const rowsPerTable = 131_072;

/** Makes a worker that works in the caller's thread. */
export function createBlockWorker(options: BlockWorkerOptions): BlockWorker {
  const { pipeline, ingestDate, heldBytes } = options;
  const { contract, star } = pipeline;
  const silverSchema = silverColumns(contract);
  const factSchema = factColumns(star);
  const builders = star.dimensions.map((dimension) => createDimensionBuilder(star, dimension));
  const held = new Map<number, Table>();
  let freeBytes = heldBytes;
  let nextHeld = 0;
  const cleaner = createCleaner({ contract, ingestDate, rowsPerTable });
  let tables: Table[] = [];
  let rejects: string[] = [];
  let feed: ReturnType<typeof openFeed> | undefined;

  const drain = (cleaned: ReturnType<typeof cleaner.drain>): void => {
    tables.push(...cleaned.tables);
    if (cleaned.rejects !== '') rejects.push(cleaned.rejects);
  };

  const finishTable = (table: Table): CleanedTable => {
    for (const builder of builders) builder.add(table);
    const bytes = sizeOf(table);
    const isHeld = bytes <= freeBytes;
    if (isHeld) {
      freeBytes -= bytes;
      held.set(nextHeld, table);
    }
    return {
      silver: encodeRowGroup(table, { schema: silverSchema }),
      sums: keySums(contract, table),
      held: isHeld ? nextHeld++ : undefined,
    };
  };

  const tableOf = (source: TableSource): Table | Promise<Table> =>
    'held' in source ? held.get(source.held)! : decodeRowGroup(source.silver, silverSchema);

  return {
    async startPiece(object, start) {
      cleaner.startObject(object, start);
      feed = openFeed(start === 0 ? uncompressed : plain, (chunk) => {
        cleaner.push(chunk);
        drain(cleaner.drain());
      });
    },
    push: (chunk) => feed!.push(chunk),
    async endPiece() {
      await feed!.end();
      const report = cleaner.endObject();
      drain(cleaner.drain());
      const piece = { report, rejects: rejects.join(''), lines: cleaner.lineCount() };
      rejects = [];
      return piece;
    },
    async endBlock() {
      drain(cleaner.finish());
      const cleaned = tables.map(finishTable);
      tables = [];
      return cleaned;
    },
    async pick(source, rows) {
      return gatherRows(await tableOf(source), rows);
    },
    async fact(source, lost) {
      const { table, measureCents } = buildFact(star, await tableOf(source), lost);
      if ('held' in source) held.delete(source.held);
      return { fact: encodeRowGroup(table, { schema: factSchema }), measureCents };
    },
    async dimensions() {
      return builders.map((builder) => builder.build());
    },
  };
}

async function* plain(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  yield* chunks;
}

/** How many bytes a table's columns take. */
function sizeOf({ columns }: Table): number {
  return columns.reduce((sum, column) => {
    if (column.kind === 'codes') return sum + column.codes.byteLength + column.dictionary.bytes.byteLength;
    if (column.kind === 'text')
      return sum + column.values.bytes.byteLength + column.values.offsets.byteLength;
    return sum + column.values.byteLength;
  }, 0);
}

/** Decodes a row group by putting it into a file of its own. */
async function decodeRowGroup(encoded: EncodedRowGroup, schema: Table['schema']): Promise<Table> {
  const writer = createParquetWriter({ schema });
  const file = Buffer.concat([writer.appendRowGroup(encoded), writer.finish()]);
  return (await openParquet(bytesSource(file))).readRowGroup(0);
}
