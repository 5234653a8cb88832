import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { motoProblem } from '@sales/emulators';
import { bytesSource, createParquetWriter, openParquet, type Table, textValues } from '@sales/parquet';
import { type GoldFile, type LoadRequest, Warehouse } from '@sales/warehouse';
import { Effect } from 'effect';
import { afterAll, assert, beforeAll, describe, it } from 'vitest';
import { csvNull, csvPieces, UnrenderableError } from '../src/index.ts';
import { type Rig, startRig } from './dataApi/rig.ts';
import { parcel, parcelBatch, parcelStar } from './parcels.ts';

const csvOf = async (parquet: Uint8Array): Promise<string> => {
  let text = '';
  for await (const piece of csvPieces(await openParquet(bytesSource(parquet)))) text += piece;
  return text;
};

const parquetOf = (table: Table): Uint8Array => {
  const writer = createParquetWriter({ schema: table.schema, metadata: {} });
  return Buffer.concat([writer.writeRowGroup(table), writer.finish()]);
};

describe('gold as CSV', () => {
  it('has a header, exact decimals, times to the microsecond, quotes where they must be, and a word for null', async () => {
    const texts = ['plain', '', 'a,b', 'say "no"', 'two\nlines', ' edge', '\\N', 'é'];
    const rows = texts.length;
    const numbers = (values: readonly bigint[]) =>
      BigInt64Array.from({ length: rows }, (_, i) => values[i % values.length]!);
    const table: Table = {
      schema: [
        { name: 't', type: { kind: 'text' }, nullable: true },
        { name: 'money', type: { kind: 'decimal', precision: 18, scale: 2 }, nullable: false },
        { name: 'at', type: { kind: 'timestamp' }, nullable: false },
        { name: 'n', type: { kind: 'int64' }, nullable: false },
        { name: 'day', type: { kind: 'date' }, nullable: true },
      ],
      rowCount: rows,
      columns: [
        {
          kind: 'text',
          values: textValues(texts),
          validity: Uint8Array.from(texts, (_, i) => Number(i !== 7)),
        },
        { kind: 'int64', values: numbers([5n, -5n, -123n, 999_999_999_999_999_999n]) },
        { kind: 'int64', values: numbers([1n, -1n]) },
        { kind: 'int64', values: numbers([9_223_372_036_854_775_807n]) },
        {
          kind: 'int32',
          values: new Int32Array(rows).fill(59),
          validity: new Uint8Array(rows).fill(1, 0, 7),
        },
      ],
    };
    assert.deepStrictEqual((await csvOf(parquetOf(table))).split('\n'), [
      't,money,at,n,day',
      'plain,0.05,1970-01-01 00:00:00.000001,9223372036854775807,1970-03-01',
      '"",-0.05,1969-12-31 23:59:59.999999,9223372036854775807,1970-03-01',
      '"a,b",-1.23,1970-01-01 00:00:00.000001,9223372036854775807,1970-03-01',
      '"say ""no""",9999999999999999.99,1969-12-31 23:59:59.999999,9223372036854775807,1970-03-01',
      '"two',
      'lines",0.05,1970-01-01 00:00:00.000001,9223372036854775807,1970-03-01',
      '" edge",-0.05,1969-12-31 23:59:59.999999,9223372036854775807,1970-03-01',
      '"\\N",-1.23,1970-01-01 00:00:00.000001,9223372036854775807,1970-03-01',
      `${csvNull},9999999999999999.99,1969-12-31 23:59:59.999999,9223372036854775807,${csvNull}`,
      '',
    ]);
  });

  it('refuses a text that would be read as null', async () => {
    const table: Table = {
      schema: [{ name: 't', type: { kind: 'text' }, nullable: false }],
      rowCount: 1,
      columns: [{ kind: 'text', values: textValues([csvNull]) }],
    };
    const error = await csvOf(parquetOf(table)).catch((cause: unknown) => cause);
    assert.instanceOf(error, UnrenderableError);
    assert.match(error.message, /^A text of t is <null .* Load this batch as Parquet\.$/);
  });
});

const problem = motoProblem();

describe.skipIf(problem !== undefined)(`a load of CSV (${problem ?? 'stand-in'})`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'csv-test-'));
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(async () => {
    await rig.stop();
    rmSync(folder, { recursive: true });
  });

  /** Makes the CSV of a local gold file, and puts it beside the Parquet. */
  const asCsv = async ({ url, rows }: GoldFile): Promise<GoldFile> => {
    const csv = await csvOf(readFileSync(url));
    const target = `s3://lake/gold/csv/${url.split('/').at(-1)!}.csv`;
    await rig.put(target, csv);
    return { url: target, sizeBytes: Buffer.byteLength(csv), rows };
  };
  const load = (request: LoadRequest, schema: string, format: 'csv' | 'parquet') =>
    rig.run(
      Warehouse.use((warehouse) => Effect.andThen(warehouse.migrate(parcelStar), warehouse.load(request))),
      { schema, format },
    );

  it('leaves the same tables as one of Parquet', async () => {
    const texts = [null, 'Zoë "Z"', 'a,b\nc', '\\N', "it's \\ fine", '\u{1F600}'];
    for (const [number, order] of [texts, texts.toReversed()].entries()) {
      const local = await parcelBatch(
        folder,
        `both${number}`,
        order.map((toName, i) =>
          parcel({
            label: `p${i + number}`,
            to: `T${i}`,
            toName,
            zone: texts[(i + 1) % 6]!,
            order: toName === null ? null : 'Express',
            hour: number,
            pieces: i + 1,
          }),
        ),
      );
      await load(await rig.inBucket(local), 'as_parquet', 'parquet');
      const dimensions = Object.fromEntries(
        await Promise.all(
          Object.entries(local.dimensions).map(async ([table, files]) => [
            table,
            await Promise.all(files.map(asCsv)),
          ]),
        ),
      ) as Record<string, GoldFile[]>;
      await load({ ...local, fact: await Promise.all(local.fact.map(asCsv)), dimensions }, 'as_csv', 'csv');
      assert.deepStrictEqual(
        await rig.tables(parcelStar, 'as_csv'),
        await rig.tables(parcelStar, 'as_parquet'),
      );
    }
    assert.lengthOf(await rig.redshift.rows('SELECT * FROM as_csv.fact_parcel'), 7);
  }, 180_000);
});
