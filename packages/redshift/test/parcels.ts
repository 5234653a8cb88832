import { statSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ColumnDefinition,
  date,
  defineContract,
  defineStar,
  dimensionDeltaColumns,
  duckDbType,
  factColumns,
  id,
  integer,
  money,
  openEnum,
  product,
  stampColumn,
  text,
} from '@sales/schema';
import { queryDuckDb } from '@sales/test-kit';
import { type GoldFile, type LoadRequest, sqlName, sqlText } from '@sales/warehouse';

/** A star that is not the one that ships: parcels that a post office takes. Some names are words that SQL keeps. */
export const parcelStar = defineStar({
  contract: defineContract({
    name: 'parcels',
    version: 1,
    fields: {
      label: id(),
      day: date(),
      from: id(),
      from_name: text(),
      to: id(),
      to_name: text(),
      zone: text(),
      pieces: integer({ min: 1, max: 100 }),
      postage: money({ minCents: 1n, maxCents: 100_000n }),
      total: product({ quantity: 'pieces', price: 'postage' }),
      order: openEnum(['Express']),
    },
    businessKey: ['label', 'day'],
  }),
  fact: {
    table: 'fact_parcel',
    columns: ['label', 'day', 'from', 'to', 'pieces', 'postage', 'total', 'order'],
    measure: 'total',
    date: 'day',
  },
  dimensions: [
    { table: 'dim_from', key: 'from', attributes: ['from_name'] },
    { table: 'dim_to', key: 'to', attributes: ['to_name', 'zone'] },
  ],
});

/** Where a batch's row stands, and what a test varies of it. */
export interface Parcel {
  readonly label: string;
  readonly pieces: number;
  readonly order: string | null;
  readonly to: string;
  readonly toName: string | null;
  readonly zone: string | null;
  /** The hour of 2026-05-02 in which the object with the row came. */
  readonly hour: number;
  readonly key: string;
}

/** Makes a parcel of one piece, with what a test wants different. */
export function parcel(changes: Partial<Parcel> & { readonly label: string }): Parcel {
  return {
    pieces: 1,
    order: null,
    to: 'T1',
    toName: null,
    zone: null,
    hour: 5,
    key: 'raw/a.json',
    ...changes,
  };
}

type Row = Readonly<Record<string, string | null>>;

/** Writes a batch of parcels, one a label, as gold files, and gives the request to load it. */
export async function parcelBatch(
  folder: string,
  batchId: string,
  parcels: readonly Parcel[],
): Promise<LoadRequest> {
  const fact = await write(folder, `${batchId}-fact`, factColumns(parcelStar), parcels.map(factRow));
  const dimensions: Record<string, GoldFile[]> = {};
  for (const dimension of parcelStar.dimensions) {
    const rows = new Map<string, Row>();
    for (const parcel of parcels) {
      const known = factRow(parcel);
      const attributes = dimension.attributes.flatMap((name) => [
        [name, known[name]!],
        [stampColumn(name), known[name] === null ? null : stamp(parcel)],
      ]);
      // Of one batch the first says it all; across batches the stamps decide.
      const member = known[dimension.key]!;
      if (!rows.has(member)) rows.set(member, { [dimension.key]: member, ...Object.fromEntries(attributes) });
    }
    const columns = dimensionDeltaColumns(parcelStar, dimension);
    dimensions[dimension.table] = [
      await write(folder, `${batchId}-${dimension.table}`, columns, [...rows.values()]),
    ];
  }
  return {
    star: parcelStar,
    batchId,
    digest: `sha-${batchId}`,
    attempt: 1,
    fence: 3,
    ingestDate: '2026-05-02',
    loadedAt: '2026-05-02T12:00:00.250Z',
    fact: [fact],
    dimensions,
    expected: {
      factRows: parcels.length,
      measureCents: parcels.reduce((sum, { pieces }) => sum + BigInt(pieces * 350), 0n),
      dimensionRows: Object.fromEntries(
        Object.entries(dimensions).map(([table, [file]]) => [table, file!.rows]),
      ),
    },
    counts: { read: parcels.length + 3, rejected: 2, duplicates: 0, superseded: 1 },
    reasons: { date_invalid: 2, superseded: 1 },
  };
}

function factRow(parcel: Parcel): Row {
  const { label, pieces, order, to, toName, zone, hour, key } = parcel;
  return {
    label,
    day: '2026-05-01',
    from: 'F1',
    from_name: 'Main office',
    to,
    to_name: toName,
    zone,
    pieces: String(pieces),
    postage: '3.50',
    total: (pieces * 3.5).toFixed(2),
    order,
    _attributes_hash: String(`${toName}${zone}`.length),
    _source_time: `2026-05-02 ${String(hour).padStart(2, '0')}:00:00`,
    _source_key: key,
    _source_offset: '7',
  };
}

function stamp({ hour, key }: Parcel): string {
  return `2026-05-01\t${String(hour).padStart(16, '0')}\t${key}\t${'7'.padStart(16, '0')}`;
}

async function write(
  folder: string,
  name: string,
  columns: readonly ColumnDefinition[],
  rows: readonly Row[],
): Promise<GoldFile> {
  const url = join(folder, `${name}.parquet`);
  const values = rows.map(
    (row) => `(${columns.map((c) => (row[c.name] === null ? 'NULL' : sqlText(row[c.name]!))).join(', ')})`,
  );
  const typed = columns.map((c, i) => `CAST(c${i} AS ${duckDbType(c.type)}) AS ${sqlName(c.name)}`);
  await queryDuckDb(`COPY (
SELECT ${typed.join(', ')} FROM (VALUES (${columns.map(() => 'NULL').join(', ')}), ${values.join(',\n')}) AS t(${columns.map((_, i) => `c${i}`).join(', ')}) OFFSET 1
) TO ${sqlText(url)} (FORMAT parquet)`);
  return { url, sizeBytes: statSync(url).size, rows: rows.length };
}
