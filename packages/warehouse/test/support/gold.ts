import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import {
  type ColumnDefinition,
  dimensionDeltaColumns,
  duckDbType,
  factColumns,
  renderCents,
  stampColumn,
} from '@sales/schema';
import { type GoldFile, type LoadRequest, sqlName, sqlText } from '../../src/index.ts';
import { resolve, survivors } from './model.ts';
import { attributesHash, totalCents, type Visit, visitStar } from './visits.ts';

/** A batch as its visits, and what else a test wants to say about it. */
export interface Batch {
  readonly visits: readonly Visit[];
  readonly id?: string;
  readonly digest?: string;
  readonly attempt?: number;
  readonly fence?: number;
  /** Rejected rows by reason, each rejected for one reason. */
  readonly rejected?: Readonly<Record<string, number>>;
}

let writer: DuckDBConnection | undefined;

/** Writes a batch's gold files into a folder, the fact's in two parts, and gives the request to load them. */
export async function gold(folder: string, batch: Batch): Promise<LoadRequest> {
  const { visits, id = 'b1', digest = `sha-${id}`, attempt = 1, fence = 1, rejected = {} } = batch;
  const { staged, duplicates, superseded } = resolve(visits);
  const half = Math.ceil(staged.length / 2);
  const fact: GoldFile[] = [];
  for (const rows of [staged.slice(0, half), staged.slice(half)])
    if (rows.length > 0)
      fact.push(await write(folder, `${id}-fact-${fact.length}`, factColumns(visitStar), rows.map(factRow)));
  const dimensions: Record<string, GoldFile> = {};
  for (const dimension of visitStar.dimensions)
    dimensions[dimension.table] = await write(
      folder,
      `${id}-${dimension.table}`,
      dimensionDeltaColumns(visitStar, dimension),
      [...survivors(dimension, visits)].map(([key, member]) => ({
        [dimension.key]: key,
        ...Object.fromEntries(
          dimension.attributes.flatMap((name) => [
            [name, member.get(name)?.value ?? null],
            [stampColumn(name), member.get(name)?.stamp ?? null],
          ]),
        ),
      })),
    );
  const rejectedRows = Object.values(rejected).reduce((sum, rows) => sum + rows, 0);
  return {
    star: visitStar,
    batchId: id,
    digest,
    attempt,
    fence,
    ingestDate: '2026-05-02',
    loadedAt: '2026-05-02T03:04:05.678Z',
    fact,
    dimensions: Object.fromEntries(Object.entries(dimensions).map(([table, file]) => [table, [file]])),
    expected: {
      factRows: staged.length,
      measureCents: staged.reduce((sum, row) => sum + totalCents(row), 0n),
      dimensionRows: Object.fromEntries(
        Object.entries(dimensions).map(([table, file]) => [table, file.rows]),
      ),
    },
    counts: { read: visits.length + rejectedRows, rejected: rejectedRows, duplicates, superseded },
    reasons: { ...rejected, ...(superseded > 0 ? { superseded } : {}) },
  };
}

type Row = Readonly<Record<string, string | null>>;

function factRow(row: Visit): Row {
  return {
    ticket: row.ticket,
    day: row.day,
    gate: row.gate,
    group: row.group,
    guests: String(row.guests),
    fee: renderCents(BigInt(row.feeCents)),
    total: renderCents(totalCents(row)),
    select: row.select,
    _attributes_hash: String(attributesHash(row)),
    _source_time: new Date(row.timeMs).toISOString().slice(0, -1),
    _source_key: row.key,
    _source_offset: String(row.offset),
  };
}

/** Writes rows, given as text, to a Parquet file with DuckDB. */
export async function write(
  folder: string,
  name: string,
  columns: readonly ColumnDefinition[],
  rows: readonly Row[],
): Promise<GoldFile> {
  writer ??= await (await DuckDBInstance.create()).connect();
  const url = join(folder, `${name}.parquet`);
  const blank = columns.map(() => 'NULL').join(', ');
  const values = rows.map(
    (row) => `(${columns.map((c) => (row[c.name] === null ? 'NULL' : sqlText(row[c.name]!))).join(', ')})`,
  );
  const typed = columns.map((c, i) => `CAST(c${i} AS ${duckDbType(c.type)}) AS ${sqlName(c.name)}`);
  await writer.run(`COPY (
SELECT ${typed.join(', ')} FROM (VALUES ${[`(${blank})`, ...values].join(',\n')}) AS t(${columns.map((_, i) => `c${i}`).join(', ')}) OFFSET 1
) TO ${sqlText(url)} (FORMAT parquet)`);
  return { url, sizeBytes: statSync(url).size, rows: rows.length };
}
