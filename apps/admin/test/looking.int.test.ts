import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@sales/test-kit';
import { describe, expect, it } from 'vitest';
import { mixedRows, sale, writeSales } from './support/sales.ts';
import { typed, typedJson } from './support/typed.ts';

/** A lake with one loaded batch of mixed rows. */
async function loadedLake(): Promise<{
  readonly folder: string;
  readonly lake: string;
  readonly batchId: string;
}> {
  const folder = temporaryFolder();
  const lake = join(folder, 'lake');
  const path = writeSales(folder, 'a.json', mixedRows);
  const { batches } = await typedJson<{ batches: { batchId: string }[] }>(['run', path, '--lake', lake]);
  return { folder, lake, batchId: batches[0]!.batchId };
}

describe('sales status', () => {
  it('lists the batches with their counts, and what waits', async () => {
    const { lake, batchId } = await loadedLake();
    const idle = await typed(['status', '--lake', lake]);
    expect(idle.code).toBe(0);
    expect(idle.out).toMatch(new RegExp(`^ {2}${batchId} +loaded +1 +5 +2 +2 +1 +1,021\\.00 `, 'm'));
    expect(idle.out).toContain('Nothing waits in raw.');

    writeSales(join(lake, 'raw', 'sales'), 'b.json', [sale()]);
    const waiting = await typed(['status', '--lake', lake]);
    expect(waiting.out).toMatch(/1 file waits in raw, \d+ B: sales run --lake /);
    const document = await typedJson(['status', '--lake', lake]);
    expect(document).toMatchObject({
      batches: [{ batchId, status: 'loaded', read: 5, totalAmountCents: 102_100 }],
      waiting: [{ key: 'raw/sales/b.json' }],
      run: { state: 'none' },
    });
  });
});

describe('sales query', () => {
  it('answers as a table, numbers to the right', async () => {
    const { lake } = await loadedLake();
    const sql = 'SELECT transaction_id, total_amount FROM fact_sales ORDER BY 1';
    const { code, out } = await typed(['query', sql, '--lake', lake]);
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      '  transaction_id  total_amount',
      '  T0001                  21.00',
      '  T0002                1000.00',
      '  (2 rows)',
    ]);
  });

  it('answers as JSON, with the columns and their types', async () => {
    const { lake } = await loadedLake();
    const answer = await typedJson([
      'query',
      'SELECT date, sum(total_amount) AS s FROM fact_sales GROUP BY 1',
      '--lake',
      lake,
    ]);
    expect(answer).toMatchObject({
      columns: [
        { name: 'date', type: 'DATE' },
        { name: 's', type: expect.stringContaining('DECIMAL') },
      ],
      rows: [['2025-03-14', '1021.00']],
      truncated: false,
    });
  });

  it('stops at --max-rows and says so', async () => {
    const { lake } = await loadedLake();
    const { out } = await typed(['query', 'SELECT * FROM range(50)', '--max-rows', '3', '--lake', lake]);
    expect(out).toContain('(the first 3 rows; more with --max-rows)');
    expect(out.split('\n')).toHaveLength(5);
  });
});

describe('sales quarantine', () => {
  it('counts the refused rows by batch and reason', async () => {
    const { lake, batchId } = await loadedLake();
    const { out } = await typed(['quarantine', 'list', '--lake', lake]);
    expect(out).toMatch(new RegExp(`^ {2}${batchId} +date_invalid +1$`, 'm'));
    const filtered = await typedJson(['quarantine', 'list', '--reason', 'malformed_json', '--lake', lake]);
    expect(filtered).toMatchObject({
      batches: [{ batchId, quarantined: 2, reasons: { malformed_json: 1 } }],
    });
  });

  it('lists the rows of a batch, with what they were refused for', async () => {
    const { lake, batchId } = await loadedLake();
    const { out } = await typed(['quarantine', 'list', batchId, '--lake', lake]);
    expect(out).toMatch(
      /^ {2}1 {2}a\.json:\d+ +date_invalid unit_price_invalid +"date": "2025-02-30", "unit_price": "FREE"$/m,
    );
    expect(out).toMatch(/^ {2}2 {2}a\.json:\d+ +malformed_json +\{"transaction_id": "T0004", oops$/m);
  });

  it('keeps the numbers of rows under a filter, and tells of more past the limit', async () => {
    const { lake } = await loadedLake();
    const filtered = await typedJson([
      'quarantine',
      'list',
      'latest',
      '--reason',
      'malformed_json',
      '--lake',
      lake,
    ]);
    expect(filtered).toMatchObject({ rows: [{ n: 2, line: 5 }], truncated: false });
    const limited = await typedJson(['quarantine', 'list', 'latest', '--limit', '1', '--lake', lake]);
    expect(limited).toMatchObject({ rows: [{ n: 1 }], truncated: true });
  });

  it('shows one row by its number or its place, with its text as it was read', async () => {
    const { lake, batchId, folder } = await loadedLake();
    const raw = readFileSync(join(folder, 'a.json'), 'utf8').split('\n')[3]!;
    const byNumber = await typedJson<{ source: string; offset: number }>([
      'quarantine',
      'show',
      'latest',
      '1',
      '--lake',
      lake,
    ]);
    expect(byNumber).toMatchObject({
      batchId,
      n: 1,
      line: 4,
      raw,
      reasons: ['date_invalid', 'unit_price_invalid'],
    });
    const place = `a.json:${byNumber.offset}`;
    expect(await typedJson(['quarantine', 'show', batchId, place, '--lake', lake])).toEqual(byNumber);
    const { out } = await typed(['quarantine', 'show', batchId.slice(0, 14), place, '--lake', lake]);
    expect(out).toContain(`place    raw/sales/a.json:${byNumber.offset}, line 4`);
    expect(out).toContain('unit_price_invalid  "unit_price": "FREE"');
    expect(out).toContain(raw);
  });

  it('shows what a row would do to a terminal instead of doing it', async () => {
    const folder = temporaryFolder();
    const path = writeSales(folder, 'a.json', ['\u001b[2Joops']);
    await typed(['run', path, '--lake', join(folder, 'lake')]);
    for (const args of [
      ['list', 'latest'],
      ['show', 'latest', '1'],
    ]) {
      const { out } = await typed(['quarantine', ...args, '--lake', join(folder, 'lake')]);
      expect(out).toContain('\\u{1b}[2Joops');
      expect(out).not.toContain('\u001b');
    }
  });
});

describe('sales validate', () => {
  it('tells what would become of the rows, and stores nothing', async () => {
    const folder = temporaryFolder();
    const path = writeSales(folder, 'a.json', [
      ...mixedRows,
      sale({ category: 'Moon rocks', colour: 'red' }),
    ]);
    const { code, out } = await typed(['validate', path]);
    expect(code).toBe(0);
    expect(out).toContain('6 read = 4 clean + 2 refused');
    expect(out).toMatch(
      /^ +4 {2}date_invalid unit_price_invalid {2}"date": "2025-02-30", "unit_price": "FREE"$/m,
    );
    expect(out).toMatch(/^ {2}colour +1 {2}"red"$/m);
    expect(out).toMatch(/^ {2}category +1 {2}Moon rocks$/m);
    expect((await typed(['validate', path, '--strict'])).code).toBe(3);
  });

  it('gives its report as JSON, exact cents included', async () => {
    const folder = temporaryFolder();
    const path = writeSales(folder, 'a.json', mixedRows);
    expect(await typedJson(['validate', path, '--rows', '1'])).toMatchObject({
      file: path,
      read: 5,
      accepted: 3,
      rejected: 2,
      sumsCents: { total_amount: 104_200 },
      rejects: [{ line: 4 }],
    });
  });
});
