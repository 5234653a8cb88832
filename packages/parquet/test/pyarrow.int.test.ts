import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@sales/test-kit';
import { describe, expect, it } from 'vitest';
import { bytesSource, type ColumnSchema, createParquetWriter, openParquet } from '../src/index.ts';
import { columnValues, everyType, firstDifference, randomTable, seededRandom } from './randomTable.ts';

const PYTHON = process.env['PYTHON'] ?? 'python3';

function runPython(script: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(PYTHON, ['-c', script, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`Python ended with ${status}: ${stderr}`);
  return stdout;
}

const hasPyarrow = spawnSync(PYTHON, ['-c', 'import pyarrow.parquet']).status === 0;

// Every value as the tests compare it: numbers as their stored integers.
const SHOW = `
import json, sys
import pyarrow as pa, pyarrow.parquet as pq

def shown(column):
    kind = column.type
    if pa.types.is_decimal(kind):
        return [None if v is None else str(int(v.scaleb(kind.scale))) for v in column.to_pylist()]
    if pa.types.is_date(kind):
        column = column.cast(pa.int32())
    elif pa.types.is_timestamp(kind):
        column = column.cast(pa.int64())
    return [None if v is None else str(v) for v in column.to_pylist()]

file = pq.ParquetFile(sys.argv[1])
table = file.read()
print(json.dumps({
    'types': [str(field.type) + ('' if field.nullable else ' not null') for field in file.schema_arrow],
    'rowGroups': [file.metadata.row_group(i).num_rows for i in range(file.metadata.num_row_groups)],
    'metadata': {k.decode(): v.decode() for k, v in (file.schema_arrow.metadata or {}).items()},
    'columns': [shown(column) for column in table.columns],
    'format': file.metadata.format_version,
    'chunks': [[chunk.compression, *sorted(chunk.encodings)]
        for group in map(file.metadata.row_group, range(file.metadata.num_row_groups))
        for chunk in map(group.column, range(group.num_columns))],
}))`;

interface Shown {
  readonly types: readonly string[];
  readonly rowGroups: readonly number[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly columns: ReadonlyArray<ReadonlyArray<string | null>>;
  readonly format: string;
  /** The codec of each chunk, then its encodings. */
  readonly chunks: ReadonlyArray<readonly [string, ...string[]]>;
}

const ARROW_TYPES = {
  text: 'string',
  int32: 'int32',
  int64: 'int64',
  date: 'date32[day]',
  timestamp: 'timestamp[us, tz=UTC]',
} as const;

function arrowType({ type, nullable }: ColumnSchema): string {
  const name =
    type.kind === 'decimal' ? `decimal128(${type.precision}, ${type.scale})` : ARROW_TYPES[type.kind];
  return nullable ? name : `${name} not null`;
}

describe.skipIf(!hasPyarrow)(`pyarrow (of ${PYTHON})`, () => {
  it.each([
    [1, [1, 500, 7]],
    [2, [500]],
    [3, [3, 700]],
    [4, [70_000]],
    [5, []],
  ])('reads every type and value as it was written (seed %i)', (seed, sizes) => {
    const random = seededRandom(seed);
    const tables = sizes.map((rowCount) => randomTable(everyType, rowCount, random));
    const codec = (['snappy', 'zstd', 'uncompressed'] as const)[seed % 3]!;
    const writer = createParquetWriter({ schema: everyType, codec, metadata: { batch: 'b-1' } });
    const path = join(temporaryFolder(), 'table.parquet');
    writeFileSync(
      path,
      Buffer.concat([...tables.map((table) => writer.writeRowGroup(table)), writer.finish()]),
    );

    const shown = JSON.parse(runPython(SHOW, path)) as Shown;
    expect(shown.types).toEqual(everyType.map(arrowType));
    expect(shown.rowGroups).toEqual(sizes);
    expect(shown.metadata).toEqual({ batch: 'b-1' });
    // Version 2 would say that there are encodings which Redshift's COPY is not known to read.
    expect(shown.format).toBe('1.0');
    for (const [compression, ...encodings] of shown.chunks) {
      expect(['UNCOMPRESSED', codec.toUpperCase()]).toContain(compression);
      expect([
        ['PLAIN', 'RLE'],
        ['PLAIN_DICTIONARY', 'RLE'],
      ]).toContainEqual(encodings);
    }
    const differences = everyType.map((_, index) =>
      firstDifference(
        tables.flatMap((table) => columnValues(table.columns[index]!, table.rowCount)),
        shown.columns[index]!,
      ),
    );
    expect(differences).toEqual(everyType.map(() => undefined));
  });

  it('writes files that are read, with dictionaries that give up midway', async () => {
    const path = join(temporaryFolder(), 'pyarrow.parquet');
    runPython(
      `
import sys, pyarrow as pa, pyarrow.parquet as pq
rows = range(5000)
pq.write_table(pa.table({
    'id': pa.array([None if i % 9 == 0 else 'id-%d' % (i // 2) for i in rows]),
    'n': pa.array([i * i for i in rows], pa.int64()),
    'at': pa.array([i * 10**9 for i in rows], pa.timestamp('us')),
}), sys.argv[1], dictionary_pagesize_limit=2000, data_page_size=4000)`,
      path,
    );
    const file = await openParquet(bytesSource(readFileSync(path)));
    const [id, n, at] = (await file.readRowGroup(0)).columns.map((column) =>
      columnValues(column, file.rowCount),
    );
    const rows = Array.from({ length: 5000 }, (_, row) => row);
    expect(id).toEqual(rows.map((row) => (row % 9 === 0 ? null : `id-${Math.floor(row / 2)}`)));
    expect(n).toEqual(rows.map((row) => String(row * row)));
    expect(at).toEqual(rows.map((row) => String(row * 1e9)));
  });
});
