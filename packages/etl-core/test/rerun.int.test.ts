import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@sales/test-kit';
import { describe, expect, it } from 'vitest';
import { newLake, run, upload } from './support/lake.ts';
import { ndjson, type RawSale, sale, sales } from './support/sales.ts';
import { ask, tablesOf } from './support/tables.ts';

const [january, february] = [Date.UTC(2026, 0, 1), Date.UTC(2026, 1, 1)];

/** A folder with files of rows, by name. */
function folderOf(files: Readonly<Record<string, readonly (RawSale | string)[]>>): string {
  const folder = temporaryFolder();
  for (const [name, rows] of Object.entries(files)) writeFileSync(join(folder, name), ndjson(rows));
  return folder;
}

describe('a second run', () => {
  it('over the same folder takes nothing in and makes no batch', async () => {
    const lake = newLake();
    const folder = folderOf({ 'a.json': sales(3), 'b.json': [sale({ transaction_id: 'B' }), 'no row'] });
    const first = await run(lake, [folder]);
    expect(first.batches).toMatchObject([{ read: 5, loaded: 4, quarantined: 1 }]);
    const before = await tablesOf(lake);

    const keys = ['raw/sales/a.json', 'raw/sales/b.json'];
    expect(first.intake).toEqual({ stored: keys, unchanged: [] });
    expect(await run(lake, [folder])).toEqual({
      intake: { stored: [], unchanged: keys },
      batches: [],
      ignored: [],
    });
    expect(await tablesOf(lake)).toEqual(before);
  });

  it('loads just the one file that is new', async () => {
    const lake = newLake();
    const folder = folderOf({ 'a.json': sales(3) });
    await run(lake, [folder]);
    writeFileSync(join(folder, 'b.json'), ndjson([sale({ transaction_id: 'new' })]));
    const { intake, batches } = await run(lake, [folder]);
    expect(intake).toEqual({ stored: ['raw/sales/b.json'], unchanged: ['raw/sales/a.json'] });
    expect(batches).toMatchObject([
      { read: 1, inserted: 1, objects: [{ key: 'raw/sales/b.json', read: 1 }] },
    ]);
    expect(await tablesOf(lake)).toMatchObject({ fact_sales: { length: 4 } });
  });

  it('loads what was uploaded into the lake itself, and says what is no data by its name', async () => {
    const lake = newLake();
    upload(lake, 'notes.txt', 'x');
    upload(lake, '2026/a.JSONL', ndjson(sales(2)));
    upload(lake, '_truth/truth.json', '{}');
    const { batches, ignored } = await run(lake);
    expect(batches).toMatchObject([{ loaded: 2, objects: [{ key: 'raw/sales/2026/a.JSONL' }] }]);
    expect(ignored).toEqual(['raw/sales/_truth/truth.json', 'raw/sales/notes.txt']);
  });
});

describe('rows that the warehouse has already', () => {
  it('are duplicates when they come under another name', async () => {
    const lake = newLake();
    upload(lake, 'a.json', ndjson(sales(3)), january);
    await run(lake);
    upload(lake, 'copy of a.json', ndjson(sales(3)), february);
    const { batches } = await run(lake);
    expect(batches).toMatchObject([{ read: 3, loaded: 0, duplicates: 3, quarantined: 0, superseded: 0 }]);
    expect(batches[0]!.totalAmountCents).toBe(0n);
    expect(await ask(lake, 'SELECT count(*) AS n, any_value(_source_key) AS key FROM fact_sales')).toEqual([
      { n: '3', key: 'raw/sales/copy of a.json' },
    ]);
  });

  it('are corrected by a later file with other content, and the old ones are kept', async () => {
    const lake = newLake();
    upload(lake, 'a.json', ndjson(sales(3)), january);
    const first = await run(lake);
    const corrected = sales(3, (i) => (i === 1 ? { quantity_sold: 5, total_amount: null } : {}));
    upload(lake, 'b.json', ndjson(corrected), february);
    const { batches } = await run(lake);
    expect(batches).toMatchObject([
      { read: 3, loaded: 1, inserted: 0, corrected: 1, duplicates: 2, superseded: 1, quarantined: 0 },
    ]);
    expect(batches[0]!.totalAmountCents).toBe(9995n);
    const rows = await ask(
      lake,
      `SELECT quantity_sold, total_amount, _batch_id FROM fact_sales WHERE transaction_id = 'T1'`,
    );
    expect(rows).toEqual([{ quantity_sold: 5, total_amount: '99.95', _batch_id: batches[0]!.batchId }]);
    const kept = await ask(
      lake,
      'SELECT quantity_sold, _batch_id, _superseded_by, _outcome FROM etl_superseded',
    );
    expect(kept).toEqual([
      {
        quantity_sold: 2,
        _batch_id: first.batches[0]!.batchId,
        _superseded_by: batches[0]!.batchId,
        _outcome: 'replaced',
      },
    ]);
  });

  it('stand against an earlier file that arrives late, which is quarantined as superseded', async () => {
    const lake = newLake();
    upload(lake, 'b.json', ndjson(sales(3)), february);
    await run(lake);
    upload(lake, 'a.json', ndjson(sales(3, () => ({ quantity_sold: 9, total_amount: null }))), january);
    const before = await ask(lake, 'SELECT * FROM fact_sales ORDER BY ALL');
    const { batches } = await run(lake);
    expect(batches).toMatchObject([
      { read: 3, loaded: 0, quarantined: 3, duplicates: 0, superseded: 3, reasons: { superseded: 3 } },
    ]);
    expect(await ask(lake, 'SELECT * FROM fact_sales ORDER BY ALL')).toEqual(before);
  });

  it('are duplicates and corrections of their own file when it is replaced', async () => {
    const lake = newLake();
    const folder = folderOf({ 'a.json': sales(3) });
    await run(lake, [folder]);
    const moved = sale({ transaction_id: 'T0', city: 'Lisboa' });
    writeFileSync(join(folder, 'a.json'), ndjson([...sales(4).slice(2), moved]));
    const { intake, batches } = await run(lake, [folder]);
    expect(intake.stored).toEqual(['raw/sales/a.json']);
    expect(batches).toMatchObject([{ read: 3, inserted: 1, corrected: 1, duplicates: 1 }]);
    expect(await ask(lake, 'SELECT DISTINCT city FROM dim_store')).toEqual([{ city: 'Lisboa' }]);
  });

  it('stay when their file is deleted', async () => {
    const lake = newLake();
    rmSync(upload(lake, 'gone.json', ndjson(sales(3))), { force: true });
    const path = upload(lake, 'a.json', ndjson(sales(3)));
    await run(lake);
    rmSync(path);
    expect((await run(lake)).batches).toEqual([]);
    expect(await tablesOf(lake)).toMatchObject({ fact_sales: { length: 3 } });
  });

  it('are no new work when the same version of their file comes back', async () => {
    const lake = newLake();
    upload(lake, 'a.json', ndjson(sales(3)));
    await run(lake);
    rmSync(upload(lake, 'a.json', 'other'));
    upload(lake, 'a.json', ndjson(sales(3)));
    expect((await run(lake)).batches).toEqual([]);
  });
});

describe('objects without rows', () => {
  it('make a batch of nothing, and the tables are there', async () => {
    const lake = newLake();
    upload(lake, 'empty.json', '');
    upload(lake, 'array.json', '[]');
    upload(lake, 'blank.ndjson', ' \n\r\n\t\n');
    const { batches } = await run(lake);
    expect(batches).toMatchObject([{ read: 0, loaded: 0, quarantined: 0, duplicates: 0, reasons: {} }]);
    expect(batches[0]!.objects).toMatchObject([{ read: 0 }, { read: 0 }, { read: 0 }]);
    expect((await run(lake)).batches).toEqual([]);
    expect(await tablesOf(lake)).toMatchObject({ fact_sales: [], dim_store: [] });
  });

  it('may be refused rows only', async () => {
    const lake = newLake();
    upload(lake, 'a.json', 'nothing\nof this\nis JSON');
    const { batches } = await run(lake);
    expect(batches).toMatchObject([{ read: 3, quarantined: 3, reasons: { malformed_json: 3 } }]);
    expect(await tablesOf(lake)).toMatchObject({ fact_sales: [], dim_store: [] });
  });
});

describe('a lake', () => {
  it('that was moved goes on where it was', async () => {
    const lake = newLake();
    upload(lake, 'a.json', ndjson(sales(3)));
    await run(lake);
    const moved = join(temporaryFolder(), 'moved here');
    renameSync(lake, moved);
    upload(moved, 'b.json', ndjson([sale({ transaction_id: 'B' })]));
    expect((await run(moved)).batches).toMatchObject([{ read: 1, inserted: 1 }]);
    expect(await tablesOf(moved)).toMatchObject({ fact_sales: { length: 4 } });
  });

  it('that was copied without its times reads all again, and changes no row', async () => {
    const lake = newLake();
    upload(lake, 'a.json', ndjson(sales(3)));
    await run(lake);
    const copy = join(temporaryFolder(), 'copy');
    cpSync(lake, copy, { recursive: true });
    expect((await run(copy)).batches).toMatchObject([{ read: 3, loaded: 0, duplicates: 3 }]);
    const rows = 'SELECT * EXCLUDE (_source_time, _batch_id) FROM fact_sales ORDER BY ALL';
    expect(await ask(copy, rows)).toEqual(await ask(lake, rows));
  });

  it.each(["-n it's a “lake”", 'a [1]* {b,c} 100% #~$HOME'])('may be called %s', async (name) => {
    const lake = join(temporaryFolder(), name);
    mkdirSync(lake);
    upload(lake, `${name}/o'd [x].json`, ndjson(sales(2)));
    expect((await run(lake)).batches).toMatchObject([{ loaded: 2 }]);
    const keys = await ask(lake, 'SELECT DISTINCT _source_key AS key FROM fact_sales');
    expect(keys).toEqual([{ key: `raw/sales/${name}/o'd [x].json` }]);
  });
});
