import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { queryDuckDb, temporaryFolder } from '@sales/test-kit';
import { describe, expect, it } from 'vitest';
import { mixedRows, sale, writeSales } from './support/sales.ts';
import { typed, typedJson } from './support/typed.ts';

interface RunDocument {
  readonly nothingNew: boolean;
  readonly intake: { readonly stored: readonly string[]; readonly unchanged: readonly string[] };
  readonly ignored: readonly string[];
  readonly batches: readonly Record<string, unknown>[];
}

describe('sales run', () => {
  it('accounts for every row, as text', async () => {
    const folder = temporaryFolder();
    const lake = join(folder, 'lake');
    const { code, out, err } = await typed(['run', writeSales(folder, 'a.json', mixedRows), '--lake', lake]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Took in 1 file.');
    expect(out).toContain('5 read = 2 loaded + 2 quarantined + 1 duplicates');
    expect(out).toMatch(/Quarantined because\n {2}date_invalid +1 .*\n {2}malformed_json +1 /);
    expect(out).toMatch(/amount +1,021\.00\n/);
    expect(out).toMatch(/time +clean \d+\.\d s, model \d+\.\d s, load \d+\.\d s\n/);
    expect(out).toMatch(/Next: sales quarantine list \S+-a1 --lake \S+$/);
  });

  it('accounts for every row, as one JSON document', async () => {
    const folder = temporaryFolder();
    const lake = join(folder, 'lake');
    const path = writeSales(folder, 'a.json', mixedRows);
    const document = await typedJson<RunDocument>(['run', path, '--lake', lake]);
    expect(document).toMatchObject({
      nothingNew: false,
      intake: { stored: ['raw/sales/a.json'], unchanged: [] },
      ignored: [],
      batches: [
        {
          read: 5,
          loaded: 2,
          quarantined: 2,
          duplicates: 1,
          superseded: 0,
          reasons: { date_invalid: 1, unit_price_invalid: 1, malformed_json: 1 },
          totalAmountCents: 102_100,
          totalAmount: '1021.00',
          seconds: { clean: expect.any(Number), model: expect.any(Number), load: expect.any(Number) },
        },
      ],
    });
    const database = join(lake, 'warehouse.duckdb');
    const sum = await queryDuckDb('SELECT count(*) AS n, sum(total_amount) AS s FROM fact_sales', {
      database,
    });
    expect(sum).toEqual([{ n: '2', s: '1021.00' }]);
  });

  it('finds nothing new the second time, and only what is new the third', async () => {
    const folder = temporaryFolder();
    const lake = join(folder, 'lake');
    const data = join(folder, 'data');
    mkdirSync(data);
    writeSales(data, 'a.json', [sale()]);
    await typedJson(['run', data, '--lake', lake]);
    const second = await typed(['run', data, '--lake', lake]);
    expect(second.code).toBe(0);
    expect(second.out).toContain('Took in nothing: the lake has 1 file already.');
    expect(second.out).toContain(`Nothing new: all that lies in ${lake} is loaded.`);

    writeSales(data, 'b.json', [sale({ transaction_id: 'T9' })]);
    const third = await typedJson<RunDocument>(['run', data, '--lake', lake]);
    expect(third.intake).toEqual({ stored: ['raw/sales/b.json'], unchanged: ['raw/sales/a.json'] });
    expect(third.batches).toMatchObject([{ read: 1, loaded: 1, objects: [{ key: 'raw/sales/b.json' }] }]);
  });

  it('processes what was put into the lake by hand, and says what it left aside', async () => {
    const lake = temporaryFolder();
    const raw = join(lake, 'raw', 'sales');
    mkdirSync(raw, { recursive: true });
    writeSales(raw, 'a.ndjson', [sale()]);
    writeFileSync(join(raw, 'readme.txt'), 'not data');
    const { out } = await typed(['run', '--lake', lake]);
    expect(out).toContain('Left aside 1 file that is no data by name: raw/sales/readme.txt.');
    expect(out).toContain('1 read = 1 loaded + 0 quarantined + 0 duplicates');
  });

  it('reports a correction of an earlier batch', async () => {
    const folder = temporaryFolder();
    const lake = join(folder, 'lake');
    await typedJson(['run', writeSales(folder, 'a.json', [sale()]), '--lake', lake]);
    const second = writeSales(folder, 'b.json', [sale({ quantity_sold: 3, total_amount: 31.5 })]);
    const { out } = await typed(['run', second, '--lake', lake]);
    expect(out).toContain('corrected    1 row of earlier batches');
    expect(out).toContain('1 read = 1 loaded + 0 quarantined + 0 duplicates');
  });

  it('warns of a batch that is mostly refused, and with --strict ends with 3', async () => {
    const folder = temporaryFolder();
    const bad = writeSales(folder, 'bad.json', [sale(), 'oops']);
    const warned = await typed(['run', bad, '--lake', join(folder, 'one')]);
    expect(warned.code).toBe(0);
    expect(warned.out).toContain('50.0 % of the rows were quarantined; more than 10 % is unusual');

    const strict = await typed(['run', bad, '--lake', join(folder, 'two'), '--strict', '--json']);
    expect(strict.code).toBe(3);
    expect(JSON.parse(strict.out)).toMatchObject({ batches: [{ quarantined: 1 }] });
    const good = writeSales(folder, 'good.json', [sale()]);
    expect((await typed(['run', good, '--lake', join(folder, 'three'), '--strict'])).code).toBe(0);
  });

  it('says what became of a file that cannot be read to its end, and loads nothing of its batch', async () => {
    const folder = temporaryFolder();
    const lake = join(folder, 'lake');
    const broken = join(folder, 'broken.json.gz');
    writeFileSync(broken, Buffer.from('1f8b0800000000000003', 'hex'));
    appendFileSync(broken, 'no deflate');
    const { code, out, err } = await typed(['run', broken, '--lake', lake]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^error: raw\/sales\/broken\.json\.gz cannot be read: .*run again\.$/);
    const status = await typed(['status', '--lake', lake]);
    expect(status.out).toContain('The last batch failed: raw/sales/broken.json.gz cannot be read');
  });
});
