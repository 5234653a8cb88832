/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping -- `expectSame` expects; rows are made beside their use. */
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
import { differencesOf, fuzzedLines } from './support/lines.ts';
import { type SparkSession, sparkProblem, startSpark } from './support/session.ts';

const problem = sparkProblem();
const minutes = 60_000;

describe.skipIf(problem !== undefined)(`Spark${problem === undefined ? '' : ` (${problem})`}`, () => {
  let spark: SparkSession;
  beforeAll(async () => {
    spark = await startSpark();
  }, 5 * minutes);
  afterAll(() => spark?.stop());

  /** Runs the same batches with both engines, and expects the same of everything. */
  async function expectSame(batches: readonly (readonly Upload[])[]): Promise<void> {
    const [ours, theirs] = [join(temporaryFolder(), 'lake'), join(temporaryFolder(), 'lake')];
    for (const objects of batches) {
      const reports = [];
      for (const lake of [ours, theirs]) {
        upload(lake, objects);
        reports.push((await run(lake, lake === theirs ? spark.run : undefined)).map(accountOf));
      }
      expect(reports[1]).toEqual(reports[0]);
    }
    expect(await warehouseOf(theirs)).toEqual(await warehouseOf(ours));
    expect(await silverOf(theirs)).toEqual(await silverOf(ours));
    expect(quarantineOf(theirs)).toEqual(quarantineOf(ours));
  }

  const data: Readonly<Record<string, GenerateOptions>> = {
    'the dirt catalogue': { seed: 31, rows: 3000, messRatio: 0.5, files: 2 },
    'nothing but dirt': { seed: 32, rows: 1500, messRatio: 1 },
    'the hostile shape, compressed': {
      seed: 33,
      rows: 2000,
      shape: 'hostile',
      files: 3,
      compression: 'gzip',
    },
    'ids that collide': { seed: 34, rows: 2000, compat: true, messRatio: 0.3 },
  };
  for (const [name, options] of Object.entries(data))
    it(`gives the rows, cents, reasons and counts of the default engine for ${name}`, {
      timeout: 10 * minutes,
    }, async () => {
      const folder = temporaryFolder();
      await generate(folder, options);
      await expectSame([uploadsOf(folder)]);
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

  it('reads generated lines, valid, dirty and broken, as the reference path does', {
    timeout: 10 * minutes,
  }, async () => {
    expect(await differencesOf('sales', fuzzedLines(10_000)['sales']!, spark.run)).toEqual([]);
  });
});
