import { readSync } from 'node:fs';
import {
  type CleaningReport,
  createCleaner,
  isCompressed,
  type SourceObject,
  uncompressed,
} from '@sales/cleaning';
import {
  bytesSource,
  createParquetWriter,
  type EncodedRowGroup,
  encodeRowGroup,
  joinColumns,
  openParquet,
  type Table,
} from '@sales/parquet';
import { type Dimension, dimensionDeltaColumns, factColumns, silverColumns, type Star } from '@sales/schema';
import {
  buildFact,
  createDimensionBuilder,
  gatherRows,
  type KeySums,
  keySums,
  mergeDimension,
} from '@sales/star-schema';
import type { Pipeline } from '../pipeline.ts';
import { openFeed } from './feed.ts';

/** What a worker is made with. */
export interface BlockWorkerOptions {
  readonly pipeline: Pipeline;
  readonly ingestDate: string;
  /** How many bytes of tables it may keep between picking rows from them and making their fact. */
  readonly heldBytes: number;
}

/** What cleaning made of one piece of an object. */
export interface CleanedPiece {
  readonly report: CleaningReport;
  /** Its rejects as lines of quarantine in UTF-8; their line numbers count from the piece's first line. */
  readonly rejects: Uint8Array<ArrayBuffer>;
  readonly lines: number;
}

/** A table of clean rows, as a row group of silver. */
export interface CleanedTable {
  readonly silver: EncodedRowGroup;
  /** Its fact if none of its rows loses: mostly of the same encoded columns. */
  readonly fact: EncodedRowGroup;
  /** The sum of the fact's measure over all of its rows. */
  readonly measureCents: bigint;
  /** The sums of the rows' business keys. */
  readonly sums: KeySums;
}

/** A silver table by its number, with its row group unless the worker has the table in memory. */
export interface TableSource {
  readonly number: number;
  readonly silver: EncodedRowGroup | undefined;
}

/** Some rows of a table, and whether the worker keeps the table until its fact is made. */
export interface PickedRows {
  readonly rows: Table;
  readonly isHeld: boolean;
}

/** Some rows of the fact, as a row group. */
export interface EncodedFact {
  readonly fact: EncodedRowGroup;
  readonly measureCents: bigint;
}

/**
 * Does the work on rows, in this thread or in one of its own. A call must be answered before the next one,
 * but for pieces.
 */
export interface BlockWorker {
  /** Cleans the bytes `start` up to `end` of an object that lies in an open file, behind the pieces that were given before. */
  readonly readPiece: (object: SourceObject, start: number, end: number, fd: number) => Promise<CleanedPiece>;
  /** Does the same with bytes that are pushed. */
  readonly startPiece: (object: SourceObject, start: number) => Promise<void>;
  readonly push: (chunk: Uint8Array<ArrayBuffer>) => Promise<void>;
  readonly endPiece: () => Promise<CleanedPiece>;
  readonly endBlock: () => Promise<readonly CleanedTable[]>;
  /** Ends a block of which nothing but silver is wanted here: others model it. */
  readonly endSilverBlock: () => Promise<readonly EncodedRowGroup[]>;
  readonly pick: (table: TableSource, rows: Uint32Array) => Promise<PickedRows>;
  /** Makes a table's fact without the rows that lost. */
  readonly fact: (table: TableSource, lost: Uint32Array) => Promise<EncodedFact>;
  /** Gives what the blocks that this worker cleaned say of each dimension. */
  readonly dimensions: () => Promise<readonly Table[]>;
  /** Merges what all workers know of a dimension, by its number in the star. */
  readonly mergeDimension: (index: number, parts: readonly Table[]) => Promise<EncodedRowGroup>;
}

/** A block is one table unless its lines are very short. */
const rowsPerTable = 131_072;
/** Small enough to stay in a core's cache between being read and being scanned. */
const readBytes = 256 * 1024;

/** Makes a worker that works in the caller's thread. */
export function createBlockWorker(options: BlockWorkerOptions): BlockWorker {
  const { pipeline, ingestDate, heldBytes } = options;
  const { contract, star } = pipeline;
  const silverSchema = silverColumns(contract);
  const factSchema = factColumns(star);
  const silverNames = new Set(silverSchema.map(({ name }) => name));
  const factOnlySchema = factSchema.filter(({ name }) => !silverNames.has(name));
  const builder = createDimensionBuilder(star);
  const held = new Map<number, Table>();
  let freeBytes = heldBytes;
  const cleaner = createCleaner({ contract, ingestDate, rowsPerTable });
  let tables: Table[] = [];
  let feed: ReturnType<typeof openFeed> | undefined;

  const closePiece = (): CleanedPiece => {
    const report = cleaner.endObject();
    const cleaned = cleaner.drain();
    tables.push(...cleaned.tables);
    return { report, rejects: cleaned.rejects, lines: cleaner.lineCount() };
  };

  const startPiece = (object: SourceObject, start: number): void => {
    cleaner.startObject(object, start);
    feed = openFeed(start === 0 ? uncompressed : plain, cleaner.push);
  };
  const endPiece = async (): Promise<CleanedPiece> => {
    await feed!.end();
    return closePiece();
  };

  const takeTables = (): readonly Table[] => {
    const taken = [...tables, ...cleaner.finish().tables];
    tables = [];
    return taken;
  };

  const finishTable = (table: Table): CleanedTable => {
    builder.add(table);
    const silver = encodeRowGroup(table, { schema: silverSchema });
    const { table: fact, measureCents } = buildFact(star, table, new Uint32Array());
    const rest: Table = {
      schema: factOnlySchema,
      rowCount: fact.rowCount,
      columns: factOnlySchema.map(({ name }) => fact.columns[fact.schema.findIndex((c) => c.name === name)]!),
    };
    return {
      silver,
      fact: joinColumns(factSchema, [
        { rowGroup: silver, schema: silverSchema },
        { rowGroup: encodeRowGroup(rest, { schema: factOnlySchema }), schema: factOnlySchema },
      ]),
      measureCents,
      sums: keySums(contract, table),
    };
  };

  const tableOf = async ({ number, silver }: TableSource): Promise<Table> =>
    held.get(number) ?? decodeRowGroup(silver!, silverSchema);

  const readPiece = async (
    object: SourceObject,
    start: number,
    end: number,
    fd: number,
  ): Promise<CleanedPiece> => {
    // Read anew each time, into the same memory: whoever cleans a chunk keeps nothing of it.
    const buffer = Buffer.allocUnsafeSlow(Math.min(readBytes, Math.max(4, end - start)));
    const read = (at: number): Buffer =>
      buffer.subarray(0, readSync(fd, buffer, 0, Math.min(buffer.length, end - at), at));
    let chunk = read(start);
    if (start === 0 && isCompressed(chunk)) {
      startPiece(object, start);
      for (let at = start; chunk.length > 0; chunk = read(at)) {
        at += chunk.length;
        await feed!.push(Uint8Array.from(chunk));
      }
      return endPiece();
    }
    cleaner.startObject(object, start);
    for (let at = start; chunk.length > 0; chunk = read(at)) {
      at += chunk.length;
      cleaner.push(chunk);
    }
    return closePiece();
  };
  let lastReading: Promise<unknown> = Promise.resolve();

  return {
    readPiece(object, start, end, fd) {
      const reading = lastReading.catch(() => undefined).then(() => readPiece(object, start, end, fd));
      lastReading = reading;
      return reading;
    },
    startPiece: async (object, start) => startPiece(object, start),
    push: (chunk) => feed!.push(chunk),
    endPiece,
    endBlock: async () => takeTables().map(finishTable),
    endSilverBlock: async () => takeTables().map((table) => encodeRowGroup(table, { schema: silverSchema })),
    async pick(source, rows) {
      const table = await tableOf(source);
      const bytes = sizeOf(table);
      const isHeld = held.has(source.number) || bytes <= freeBytes;
      if (isHeld && !held.has(source.number)) {
        freeBytes -= bytes;
        held.set(source.number, table);
      }
      return { rows: gatherRows(table, rows), isHeld };
    },
    async fact(source, lost) {
      const { table, measureCents } = buildFact(star, await tableOf(source), lost);
      held.delete(source.number);
      return { fact: encodeRowGroup(table, { schema: factSchema }), measureCents };
    },
    async dimensions() {
      return builder.build();
    },
    mergeDimension: async (index, parts) => encodeDimension(star, star.dimensions[index]!, parts),
  };
}

/** Merges parts of a dimension into one row group. */
export function encodeDimension(star: Star, dimension: Dimension, parts: readonly Table[]): EncodedRowGroup {
  const merged = mergeDimension(star, dimension, parts);
  return encodeRowGroup(merged, { schema: dimensionDeltaColumns(star, dimension) });
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
  const file = Buffer.concat([...writer.appendRowGroup(encoded), writer.finish()]);
  return (await openParquet(bytesSource(file))).readRowGroup(0);
}
