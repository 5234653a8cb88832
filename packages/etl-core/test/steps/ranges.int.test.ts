import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { runKeys } from '../../src/index.ts';
import { crowdedSales } from '../support/crowdedSales.ts';
import { filesOf, newLake, onLake, run, upload } from '../support/lake.ts';
import { ndjson, sale } from '../support/sales.ts';
import { claimAll, publishByRanges, runBySteps } from '../support/steps.ts';
import { tablesOf } from '../support/tables.ts';

/** Few large rows, so that an object has several blocks; every third repeats or corrects one, every seventh is refused. */
const lines = Array.from({ length: 200 }, (_, i) => {
  const row = sale({
    transaction_id: i % 3 === 0 ? `T${(i * 5) % 20}` : `T${i}`,
    date: i % 7 === 0 ? 'someday' : '2024-02-29',
    quantity_sold: 1 + (i % 4),
    total_amount: null,
    city: `City ${i}`,
    padding: 'x'.repeat(500_000),
  });
  return `${JSON.stringify(row)}${i % 2 === 0 ? '\r\n' : '\n\n'}`;
});

function uploadLargeWork(lake: string): void {
  upload(lake, 'lines.ndjson', lines.join(''), 1000);
  upload(lake, 'lines.ndjson.gz', gzipSync(lines.slice(150).join('')), 500);
  upload(
    lake,
    'small.json',
    JSON.stringify([sale({ transaction_id: 'T1', city: null }), sale({ date: '' })]),
    2000,
  );
  upload(lake, 'empty.json', '', 2000);
}

/** What a run left that must not depend on how it was run: gold byte for byte, quarantine row by row, tables, account. */
async function outcomeOf(lake: string) {
  const files = filesOf(lake);
  const read = (path: string) => readFileSync(join(lake, path));
  const gold = files
    .filter((path) => path.startsWith('gold/'))
    .map((path) => [path, createHash('sha256').update(read(path)).digest('hex')]);
  const quarantine = files
    .filter((path) => path.startsWith('quarantine/'))
    .flatMap((path) => read(path).toString().split('\n'))
    .filter((line) => line !== '')
    .sort();
  const reports = files
    .filter((path) => path.endsWith('/report.json'))
    .map((path) => {
      const report = JSON.parse(read(path).toString()) as Record<string, unknown>;
      return { ...report, seconds: undefined, finishedAt: undefined };
    });
  return { gold, quarantine, reports, tables: await tablesOf(lake) };
}

/** Takes each step of a batch so many times. */
const repeatSteps = Effect.fnUntraced(function* (times: number) {
  const [manifest] = yield* claimAll();
  for (let time = 0; time < times; time++) yield* publishByRanges(manifest!, 80_000_000);
  for (let time = 0; time < times; time++) yield* runBySteps(manifest!);
  return manifest!.batchId;
});

describe('a batch that is cleaned in ranges', () => {
  it('ends as a local run of the same objects: gold byte for byte, tables, quarantine with its lines, account', async () => {
    const [local, stepped] = [newLake(), newLake()];
    uploadLargeWork(local);
    uploadLargeWork(stepped);
    await run(local);
    const ranges = await onLake(
      stepped,
      Effect.gen(function* () {
        const [manifest] = yield* claimAll();
        return yield* runBySteps(manifest!);
      }),
    );
    expect(ranges).toBeGreaterThan(3);
    expect(await outcomeOf(stepped)).toEqual(await outcomeOf(local));
  });

  it('ends the same when ranges hold several blocks, and when each step is taken twice', async () => {
    const [once, twice] = [newLake(), newLake()];
    uploadLargeWork(once);
    uploadLargeWork(twice);
    const batchId = await onLake(once, repeatSteps(1));
    await onLake(twice, repeatSteps(2));
    expect(await outcomeOf(twice)).toEqual(await outcomeOf(once));
    const { read, loaded, quarantined, duplicates } = JSON.parse(
      readFileSync(join(once, runKeys(batchId).reportJson), 'utf8'),
    ) as Record<string, number>;
    expect(read).toBe(252);
    expect(read).toBe(loaded! + quarantined! + duplicates!);
  });
});

describe('batches of events', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'end in the tables of a local run, however they were grouped (%i)',
    async (seed) => {
      const [local, stepped] = [newLake(), newLake()];
      for (const { name, rows, eventTimeMs } of crowdedSales(seed)) {
        for (const lake of [local, stepped]) upload(lake, name, ndjson(rows), eventTimeMs);
      }
      await run(local);
      await onLake(
        stepped,
        Effect.gen(function* () {
          for (const manifest of (yield* claimAll(1 + (seed % 3))).reverse())
            yield* runBySteps(manifest, 1 << 20);
        }),
      );
      expect(await tablesOf(stepped)).toEqual(await tablesOf(local));
    },
  );
});
