import { assert, describe, it } from '@effect/vitest';
import { Schema } from 'effect';
import {
  batchIdOf,
  compareKeys,
  dataSetLayout,
  goldBatchPrefix,
  goldCsvPartKey,
  goldPartKey,
  keyProblem,
  ledgerKey,
  lockKey,
  runKeys,
} from '../src/index.ts';

const batchId = '20260307-0123456789ab-a1';
const sales = dataSetLayout('sales');

describe('the layout', () => {
  it('puts every object where the design says, padded with zeros', () => {
    const batch = { ingestDate: '2026-03-07', batchId };
    assert.deepStrictEqual(
      [
        sales.rawPrefix,
        sales.silverPartKey({ ...batch, part: 0 }),
        sales.quarantinePartKey({ batchId, part: 12 }),
        goldPartKey({ table: 'dim_store', batchId, part: 3 }),
        goldCsvPartKey({ table: 'dim_store', batchId, part: 3 }),
        runKeys(batchId).manifest,
        runKeys(batchId).state,
        runKeys(batchId).reportJson,
        runKeys(batchId).reportHtml,
        lockKey('load'),
      ],
      [
        'raw/sales/',
        `silver/sales/sales_year=2026/sales_month=03/sales_day=07/batch=${batchId}/part-00000.parquet`,
        `quarantine/sales/batch=${batchId}/part-00012.ndjson`,
        `gold/dim_store/batch=${batchId}/part-00003.parquet`,
        `gold/csv/dim_store/batch=${batchId}/part-00003.csv`,
        `runs/${batchId}/manifest.json`,
        `runs/${batchId}/state.json`,
        `runs/${batchId}/report.json`,
        `runs/${batchId}/report.html`,
        'locks/load.json',
      ],
    );
  });

  it('is the same for another data set, under its name', () => {
    const key = dataSetLayout('returns').silverPartKey({ ingestDate: '2026-12-31', batchId, part: 1 });
    assert.strictEqual(
      key,
      `silver/returns/returns_year=2026/returns_month=12/returns_day=31/batch=${batchId}/part-00001.parquet`,
    );
    assert.deepStrictEqual(dataSetLayout('returns').partitionColumns, [
      'returns_year',
      'returns_month',
      'returns_day',
    ]);
  });

  it.prop(
    'finds the batch of every key it makes',
    [Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 99_999 }))],
    ([part]) => {
      const keys = [
        sales.silverPartKey({ ingestDate: '2026-03-07', batchId, part }),
        sales.quarantinePartKey({ batchId, part }),
        goldPartKey({ table: 'fact_sales', batchId, part }),
      ];
      for (const key of keys) {
        assert.strictEqual(batchIdOf(key), batchId);
        assert.isUndefined(keyProblem(key));
      }
      assert.isUndefined(batchIdOf(runKeys(batchId).state));
    },
  );

  it('lists parts in the order of their numbers', () => {
    const keys = [0, 9, 10, 99, 100, 99_999].map((part) =>
      goldPartKey({ table: 'fact_sales', batchId, part }),
    );
    assert.deepStrictEqual(keys.toSorted(compareKeys), keys);
  });

  it('refuses a name that could lead elsewhere', () => {
    for (const name of ['', '..', '.x', 'a/b', 'a b', 'é']) {
      assert.throws(() => dataSetLayout(name), RangeError);
      assert.throws(() => runKeys(name), RangeError);
      assert.throws(() => lockKey(name), RangeError);
      assert.throws(() => goldBatchPrefix({ table: name, batchId }), RangeError);
    }
    assert.throws(() => sales.silverBatchPrefix({ ingestDate: '2026-3-7', batchId }), RangeError);
    assert.throws(() => sales.quarantinePartKey({ batchId, part: -1 }), RangeError);
  });
});

describe('the ledger key', () => {
  const text = Schema.String;

  it.prop('tells bucket, key and version apart', [text, text, text, text], ([a, b, c, d]) => {
    const one = ledgerKey({ bucket: a + b, key: c, version: d });
    const other = ledgerKey({ bucket: a, key: b + c, version: d });
    assert.strictEqual(one === other, b === '');
    assert.match(one, /^ledger\/[0-9a-f]{64}\.json$/);
  });
});

describe('the order of keys', () => {
  const key = Schema.String;

  it.prop('is that of their UTF-8 bytes', [key, key], ([a, b]) => {
    const [left, right] = [a.toWellFormed(), b.toWellFormed()];
    const expected = Buffer.compare(Buffer.from(left), Buffer.from(right));
    assert.strictEqual(Math.sign(compareKeys(left, right)), expected);
  });

  it('puts a letter beyond 16 bits after one within', () => {
    assert.deepStrictEqual(['😀', '\uFFFD', '\uE000', '퟿', 'z'].sort(compareKeys), [
      'z',
      '퟿',
      '\uE000',
      '\uFFFD',
      '😀',
    ]);
  });
});
