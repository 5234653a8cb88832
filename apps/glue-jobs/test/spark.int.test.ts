/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping -- `expectSame` expects; rows are made beside their use. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { generate, type GenerateOptions } from '@sales/generator';
import { temporaryFolder } from '@sales/test-kit';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killedOnce } from './support/killed.ts';
import {
  accountOf,
  quarantineOf,
  run,
  silverOf,
  type Upload,
  upload,
  uploadsOf,
  warehouseOf,
} from './support/lakes.ts';
import { jsonSuiteObjects } from './support/jsonSuite.ts';
import { differencesOf, fuzzedLines } from './support/lines.ts';
import { readByBoth, salesTables } from './support/readers.ts';
import { type SparkSession, sparkProblem, startSpark } from './support/session.ts';

const problem = sparkProblem();
const minutes = 60_000;

describe.skipIf(problem !== undefined)(`Spark${problem === undefined ? '' : ` (${problem})`}`, () => {
  let spark: SparkSession;
  beforeAll(async () => {
    spark = await startSpark();
  }, 5 * minutes);
  afterAll(() => spark?.stop());

  /** Runs the same batches with both engines, and expects the same of everything; gives the lake of Spark. */
  async function expectSame(batches: readonly (readonly Upload[])[], jobs = spark.run): Promise<string> {
    const [ours, theirs] = [join(temporaryFolder(), 'lake'), join(temporaryFolder(), 'lake')];
    for (const objects of batches) {
      const reports = [];
      for (const lake of [ours, theirs]) {
        upload(lake, objects);
        reports.push((await run(lake, lake === theirs ? jobs : undefined)).map(accountOf));
      }
      expect(reports[1]).toEqual(reports[0]);
    }
    expect(await warehouseOf(theirs)).toEqual(await warehouseOf(ours));
    expect(await silverOf(theirs)).toEqual(await silverOf(ours));
    expect(quarantineOf(theirs)).toEqual(quarantineOf(ours));
    return theirs;
  }

  it('reads the files that TypeScript writes as DuckDB does', async () => {
    const [lake, input] = [join(temporaryFolder(), 'lake'), temporaryFolder()];
    await generate(input, { seed: 41, rows: 4000, messRatio: 0.3, files: 2 });
    upload(lake, uploadsOf(input));
    await run(lake);
    for (const folder of Object.keys(salesTables)) {
      const { bySpark, byDuckDb } = await readByBoth(spark, lake, folder);
      expect(bySpark.length).toBeGreaterThan(0);
      expect(bySpark).toEqual(byDuckDb);
    }
  });

  const filesIn = (lake: string) => {
    const count = (folder: string) => globSync(`${folder}/**/*.parquet`, { cwd: lake }).length;
    return { silver: count('silver'), fact: count('gold/fact_sales'), stores: count('gold/dim_store') };
  };

  it('is in ANSI mode from Spark 4 on, and not before', () => {
    expect(spark.ansi).toBe(String(Number.parseInt(spark.version, 10) >= 4));
  });

  it('gives the rows, cents, reasons and counts of the default engine for every dirt and shape, and sizes files', {
    timeout: 10 * minutes,
  }, async () => {
    const data: Readonly<Record<string, GenerateOptions>> = {
      dirt: { seed: 31, rows: 3000, messRatio: 0.5, files: 2 },
      nothingButDirt: { seed: 32, rows: 1500, messRatio: 1 },
      hostile: { seed: 33, rows: 2000, shape: 'hostile', files: 3, compression: 'gzip' },
      collidingIds: { seed: 34, rows: 2000, compat: true, messRatio: 0.3 },
    };
    const uploads: Upload[] = [];
    for (const [name, options] of Object.entries(data)) {
      const folder = temporaryFolder();
      await generate(folder, options);
      uploads.push(...uploadsOf(folder, `${name}-`));
    }
    const files = filesIn(await expectSame([uploads], spark.runWithFilesOf(50_000)));
    expect(files.silver).toBeGreaterThan(1);
    expect(files.fact).toBeGreaterThan(1);
  });

  it('agrees on corrections across batches, duplicates and every form it reads', {
    timeout: 10 * minutes,
  }, async () => {
    const sale = (changes: Readonly<Record<string, unknown>>) =>
      JSON.stringify({
        transaction_id: 'T1',
        date: '2026-01-02',
        store_id: 'S1',
        store_name: 'Main St',
        product_id: 'P1',
        customer_id: 'C1',
        quantity_sold: 2,
        unit_price: 3.5,
        ...changes,
      });
    const at = (hour: number) => Date.UTC(2026, 0, 2, hour);
    const first: Upload[] = [
      {
        name: 'a.json',
        bytes: `\ufeff${sale({})}\r\n\r\n ${sale({ store_name: 'Main Street' })}\n${sale({ transaction_id: 'T2' })}`,
        eventTimeMs: at(1),
      },
      {
        name: 'b c,{d}[é].ndjson.gz',
        bytes: Buffer.concat([
          gzipSync(`${sale({ unit_price: 4 })}\n`),
          gzipSync(`\n${sale({ unit_price: 4 })}\nbroken`),
        ]),
        eventTimeMs: at(2),
      },
      { name: 'empty.jsonl', bytes: '', eventTimeMs: at(3) },
      { name: 'blank.json', bytes: ' \n\r\n', eventTimeMs: at(3) },
      {
        name: 'utf8.ndjson',
        bytes: Buffer.concat([
          Buffer.from(' {"city":"'),
          Buffer.from([0xed, 0xa0, 0x80, 0xff, 0xe2, 0x82]),
          Buffer.from('"}\r\n'),
          Buffer.from(sale({ extra: [1, { a: 1e300 }], transaction_id: 'T3' })),
        ]),
        eventTimeMs: at(4),
      },
    ];
    const second: Upload[] = [
      {
        name: 'late.json',
        bytes: `${sale({ quantity_sold: 5 })}\n${sale({ transaction_id: 'T2', city: 'Porto' })}\n`,
        eventTimeMs: at(0),
      },
      {
        name: 'new.json',
        bytes: `${sale({ unit_price: '$1,234.505' })}\n${sale({ transaction_id: 'T3' })}\n${sale({ transaction_id: 'T2', quantity_sold: 9 })}\n`,
        eventTimeMs: at(9),
      },
    ];
    await expectSame([first, second]);
  });

  it('brings many small objects together in one file a table, though most rows are of one sale in one store', {
    timeout: 10 * minutes,
  }, async () => {
    const rows = Array.from({ length: 3000 }, (_, row) => ({
      transaction_id: row % 5 === 0 ? `T${row}` : 'T1',
      date: '2026-01-02',
      store_id: 'S1',
      product_id: `P${row % 7}`,
      customer_id: 'C1',
      customer_name: row % 11 === 0 ? `Name ${row}` : null,
      quantity_sold: 1 + (row % 3),
      unit_price: 2.5,
    }));
    const objects = Array.from({ length: 150 }, (_, index) => ({
      name: `${index}.ndjson`,
      bytes: rows
        .slice(index * 20, index * 20 + 20)
        .map((row) => JSON.stringify(row))
        .join('\n'),
      eventTimeMs: Date.UTC(2026, 0, 2, index % 24),
    }));
    expect(filesIn(await expectSame([objects]))).toEqual({ silver: 1, fact: 1, stores: 1 });
  });

  it('ends the same when each driver is killed while it writes, and its job run again', {
    timeout: 10 * minutes,
  }, async () => {
    const folder = temporaryFolder();
    await generate(folder, { seed: 35, rows: 1500, messRatio: 0.4 });
    const [ours, theirs] = [join(temporaryFolder(), 'lake'), join(temporaryFolder(), 'lake')];
    for (const lake of [ours, theirs]) upload(lake, uploadsOf(folder));
    const expected = await run(ours);
    const found = await run(theirs, killedOnce(theirs, spark.run));
    expect(found.map(accountOf)).toEqual(expected.map(accountOf));
    expect(await warehouseOf(theirs)).toEqual(await warehouseOf(ours));
    expect(quarantineOf(theirs)).toEqual(quarantineOf(ours));
  });

  it('refuses a plan of another version of the contract', { timeout: minutes }, async () => {
    const lake = join(temporaryFolder(), 'lake');
    upload(lake, [{ name: 'a.json', bytes: '{}', eventTimeMs: 0 }]);
    const stale: SparkSession['run'] = (job, args) => spark.run(job, [...args.slice(0, -1), '7']);
    await expect(run(lake, stale)).rejects.toThrow(
      /for version 1 of the contract sales, but the job was started for version 7 of sales/,
    );
  });

  // The sales contract has most of them: it is the one that ships.
  const lines = { sales: 10_000, loose: 1500, products: 1500, enums: 1500, widths: 1500, names: 1500 };
  it.each(Object.entries(fuzzedLines(lines)))(
    'reads generated lines of the contract %s, valid, dirty and broken, as the reference path does',
    { timeout: 10 * minutes },
    async (contract, text) => {
      expect(await differencesOf(contract, { [`${contract}.ndjson`]: text }, spark.run)).toEqual([]);
    },
  );

  it('reads the values of the public JSON corpora, in every place of a line, as the reference path does', {
    timeout: 10 * minutes,
  }, async () => {
    expect(await differencesOf('sales', jsonSuiteObjects(), spark.run)).toEqual([]);
  });
});
