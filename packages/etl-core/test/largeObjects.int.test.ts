import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { Effect, Stream } from 'effect';
import { describe, expect, it } from 'vitest';
import { type BatchReport, readQuarantine, salesPipeline } from '../src/index.ts';
import { filesOf, newLake, onLake, run, upload } from './support/lake.ts';
import { type RawSale, sale } from './support/sales.ts';
import { ask, tablesOf } from './support/tables.ts';

/** Makes few rows large, so that an object is read in several blocks by several threads. */
const padding = 'x'.repeat(500_000);

/** Every third row repeats or corrects one of another block; every seventh is refused. */
function wideRow(i: number): RawSale {
  const id = i % 3 === 0 ? `T${(i * 5) % 20}` : `T${i}`;
  const date = i % 7 === 0 ? 'someday' : '2024-02-29';
  return sale({
    transaction_id: id,
    date,
    quantity_sold: 1 + (i % 4),
    total_amount: null,
    city: `City ${i}`,
    padding,
  });
}

const count = 90;
const lines = Array.from(
  { length: count },
  (_, i) => `${JSON.stringify(wideRow(i))}${i % 2 === 0 ? '\r\n' : '\n\n'}`,
);
const text = lines.join('');

/** Rows of the last object, which say nothing of the city. */
const lastRows = Array.from({ length: 9 }, (_, i) =>
  sale({ transaction_id: `T${i}`, date: i > 5 ? '' : '2024-02-29', city: null }),
);

function newWork(): string {
  const lake = newLake();
  upload(lake, 'lines.ndjson', text, 1000);
  upload(lake, 'small.json', JSON.stringify(lastRows), 2000);
  upload(lake, 'lines.ndjson.gz', gzipSync(lines.slice(30).join('')), 500);
  return lake;
}

/** The quantity of each sale, as its last clean row has it. */
function expectedQuantities(): ReadonlyMap<unknown, unknown> {
  const rows = [...Array.from({ length: count }, (_, i) => wideRow(i)), ...lastRows];
  const clean = rows.filter(({ date }) => date === '2024-02-29');
  return new Map(clean.map((row) => [row['transaction_id'], row['quantity_sold']]));
}

/** What a batch left behind, file by file, but for its times. */
async function outcomeOf(lake: string, { seconds, finishedAt, ...report }: BatchReport) {
  const batchFiles = filesOf(lake).filter((path) => path.includes('/batch='));
  const digests = batchFiles.map((path) => [
    path,
    createHash('sha256')
      .update(readFileSync(join(lake, path)))
      .digest('hex'),
  ]);
  return { report, digests, tables: await tablesOf(lake), timed: [typeof seconds, typeof finishedAt] };
}

describe('large objects', () => {
  it('give the same files and tables, whichever number of threads reads them', async () => {
    expect(text.length).toBeGreaterThan(40_000_000);
    const [alone, together] = [newWork(), newWork()];
    const [one] = (await run(alone, [], { workers: 1 })).batches;
    const [many] = (await run(together, [], { workers: 3 })).batches;
    expect(await outcomeOf(together, many!)).toEqual(await outcomeOf(alone, one!));

    const facts = await ask(
      together,
      'SELECT transaction_id AS id, quantity_sold AS quantity FROM fact_sales',
    );
    expect(new Map(facts.map(({ id, quantity }) => [id, quantity]))).toEqual(expectedQuantities());
    expect(await ask(together, 'SELECT city FROM dim_store')).toEqual([{ city: `City ${count - 1}` }]);

    // The refused rows know where they stand, also beyond the first block.
    const rejects = await onLake(
      together,
      Effect.map(Stream.runCollect(readQuarantine(salesPipeline, many!.batchId)), (all) => [...all]),
    );
    const refused = rejects.filter(
      ({ source, reasons }) => source === 'raw/sales/lines.ndjson' && reasons[0] === 'date_invalid',
    );
    expect(refused.map(({ line, offset }) => ({ line, offset }))).toEqual(
      Array.from({ length: count }, (_, i) => i)
        .filter((i) => i % 7 === 0)
        .map((i) => ({ line: lineOf(i), offset: Buffer.byteLength(lines.slice(0, i).join('')) })),
    );
    for (const { raw, line } of refused)
      expect(JSON.parse(raw)).toMatchObject({ date: 'someday', city: `City ${refusedAt(line)}` });
    const placed = await ask(
      together,
      `SELECT _source_offset AS at, transaction_id AS id FROM fact_sales WHERE _source_key LIKE '%.ndjson'`,
    );
    for (const { at, id } of placed)
      expect(text.slice(Number(at), Number(at) + 40)).toContain(`"transaction_id":"${String(id)}"`);
  });

  it('that come in zstd behind a frame to be skipped are read as a whole', async () => {
    const lake = newLake();
    // As pzstd writes them, but longer: RFC 8878, section 3.1.2.
    const skipped = Buffer.alloc(34 * 1024 * 1024, '\n');
    skipped.writeUInt32LE(0x184d2a50, 0);
    skipped.writeUInt32LE(skipped.length - 8, 4);
    const rows = Array.from({ length: 9 }, (_, i) => JSON.stringify(sale({ transaction_id: `T${i}` }))).join(
      '\n',
    );
    upload(lake, 'a.json.zst', Buffer.concat([skipped, zstdCompressSync(rows)]));
    expect((await run(lake)).batches).toMatchObject([{ read: 9, loaded: 9 }]);
  });

  it('that break off in one of several threads fail the batch, and leave nothing', async () => {
    const lake = newLake();
    upload(lake, 'a.ndjson', text, 1000);
    upload(lake, 'b.json', `[${lines[0]},`, 2000);
    await expect(run(lake, [], { workers: 2 })).rejects.toMatchObject({
      _tag: 'SourceUnreadable',
      key: 'raw/sales/b.json',
      fault: 'truncated',
    });
    expect(filesOf(lake).filter((path) => path.includes('/batch='))).toEqual([]);
    upload(lake, 'b.json', '[]', 3000);
    expect((await run(lake)).batches).toMatchObject([{ read: count }]);
  });

  it('can be stopped while threads read them', async () => {
    const lake = newLake();
    upload(lake, 'a.ndjson', text);
    const controller = new AbortController();
    const reason = new Error('Stopped by the test.');
    const onEvent = (event: { readonly type: string }): void => {
      if (event.type === 'progress') controller.abort(reason);
    };
    await expect(run(lake, [], { workers: 2, signal: controller.signal, onEvent })).rejects.toBe(reason);
    expect((await run(lake)).batches).toMatchObject([{ read: count }]);
  });
});

/** Every other line is followed by an empty one. */
function lineOf(row: number): number {
  return 1 + row + Math.floor(row / 2);
}

function refusedAt(line: number): number {
  return Array.from({ length: count }, (_, i) => i).find((i) => lineOf(i) === line)!;
}
