import { assert, describe, it } from '@effect/vitest';
import { dimensionDeltaColumns, factColumns } from '@sales/schema';
import { temporaryFolder } from '@sales/test-kit';
import { Effect } from 'effect';
import { embeddedWarehouse, type LoadRequest, Warehouse, type WarehouseErrorReason } from '../src/index.ts';
import { gold, write } from './support/gold.ts';
import { allTables, inWarehouse, load } from './support/state.ts';
import { visit, visitStar } from './support/visits.ts';

const [gate] = visitStar.dimensions;
const visits = [visit({ ticket: 'A' }), visit({ ticket: 'B', gate: 'SOUTH' })];

/** States that a request is refused with a sentence, and that the warehouse then holds what it held. */
function refuses(
  what: string,
  reason: WarehouseErrorReason,
  sentence: RegExp,
  change: (request: LoadRequest, folder: string) => LoadRequest | Promise<LoadRequest>,
): void {
  it.live(what, () => {
    const folder = temporaryFolder();
    return Effect.gen(function* () {
      yield* load(folder, { id: 'held', visits: [visit({ ticket: 'held', guests: 8 })], fence: 5 });
      const before = yield* allTables;
      const request = yield* Effect.promise(async () =>
        change(await gold(folder, { visits, fence: 5 }), folder),
      );
      const error = yield* Effect.flip(Warehouse.use((warehouse) => warehouse.load(request)));
      assert.strictEqual(error._tag, 'WarehouseError');
      assert.strictEqual(error.reason, reason, error.message);
      assert.match(error.message, sentence);
      assert.isFalse(error.retryable);
      assert.deepStrictEqual(yield* allTables, before);
    }).pipe(inWarehouse(folder));
  });
}

const expecting =
  (expected: Partial<LoadRequest['expected']>) =>
  (request: LoadRequest): LoadRequest => ({ ...request, expected: { ...request.expected, ...expected } });

describe('a load is refused, and changes nothing, when', () => {
  refuses(
    'the fact has other rows than it should',
    'Assertion',
    /^Batch b1 should bring 3 rows to fact_visit, but its files hold 2\. Nothing was loaded\. Make its gold files again\.$/,
    expecting({ factRows: 3 }),
  );
  refuses(
    'the measure sums to another amount, be it by one cent',
    'Assertion',
    /^Batch b1 should bring total of 50\.01 to fact_visit, but its files sum to 50\.00\./,
    expecting({ measureCents: 5001n }),
  );
  refuses(
    'a dimension has other rows than it should',
    'Assertion',
    /^Batch b1 should bring 1 rows to dim_gate, but its files hold 2\./,
    expecting({ dimensionRows: { dim_gate: 1, dim_group: 1 } }),
  );
  refuses(
    'a dimension’s files are left out',
    'Assertion',
    /^Batch b1 should bring 2 rows to dim_gate, but its files hold 0\./,
    (request) => ({ ...request, dimensions: { dim_group: request.dimensions['dim_group']! } }),
  );
  refuses(
    'a business key comes twice',
    'Assertion',
    /^Batch b1 brings a key of fact_visit \(ticket, gate, day\) more than once: rows too many: 2\./,
    (request) =>
      expecting({ factRows: 4, measureCents: 10_000n })({
        ...request,
        fact: [...request.fact, ...request.fact],
      }),
  );
  refuses(
    'a dimension’s key comes twice',
    'Assertion',
    /^Batch b1 brings a key of dim_gate \(gate\) more than once: rows too many: 1\./,
    async (request, folder) => {
      const row = {
        gate: 'SOUTH',
        gate_name: null,
        _gate_name_as_of: null,
        district: null,
        _district_as_of: null,
      };
      const extra = await write(folder, 'extra', dimensionDeltaColumns(visitStar, gate!), [row]);
      return expecting({ dimensionRows: { dim_gate: 3, dim_group: 1 } })({
        ...request,
        dimensions: { ...request.dimensions, dim_gate: [...request.dimensions['dim_gate']!, extra] },
      });
    },
  );
  refuses(
    'a row of the fact has no row in a dimension',
    'Assertion',
    /^Batch b1 brings rows to fact_visit whose gate its dim_gate does not have: 2\./,
    async (request, folder) => {
      const none = await write(folder, 'none', dimensionDeltaColumns(visitStar, gate!), []);
      return expecting({ dimensionRows: { dim_gate: 0, dim_group: 1 } })({
        ...request,
        dimensions: { ...request.dimensions, dim_gate: [none] },
      });
    },
  );
  refuses(
    'a run with a later lock has loaded',
    'Fenced',
    /^Batch b1 holds lock 4, but a run with lock 5 has loaded since\. Start the batch again to take a new lock\.$/,
    (request) => ({ ...request, fence: 4 }),
  );
  refuses(
    'a file is missing',
    'BadFile',
    /^The gold file .*gone\.parquet does not exist\. Make the batch's gold files again\.$/,
    (request, folder) => ({ ...request, fact: [{ url: `${folder}/gone.parquet`, sizeBytes: 1, rows: 1 }] }),
  );
  refuses(
    'a file is no Parquet',
    'BadFile',
    /^The gold files of fact_visit cannot be read: Invalid Input Error: No magic bytes.* Make them again\.$/,
    (request, folder) => ({
      ...request,
      fact: [{ url: `${folder}/warehouse.duckdb`, sizeBytes: 1, rows: 1 }],
    }),
  );
  refuses(
    'a file has other columns',
    'BadFile',
    /^The gold files of fact_visit cannot be read: .* has 12 columns but 5 values were supplied\./,
    (request) => ({ ...request, fact: request.dimensions['dim_gate']! }),
  );
  refuses(
    'a required value is missing',
    'BadFile',
    /^The gold files of fact_visit cannot be read: .*NOT NULL constraint failed: stage_fact_visit\.ticket\./,
    async (request, folder) => {
      const columns = factColumns(visitStar);
      const nulls = Object.fromEntries(columns.map(({ name }) => [name, null]));
      return { ...request, fact: [await write(folder, 'nulls', columns, [nulls])] };
    },
  );
});

describe('a warehouse that is not there yet', () => {
  it.live('says that it must be migrated first', () => {
    const folder = temporaryFolder();
    return Effect.gen(function* () {
      const request = yield* Effect.promise(() => gold(folder, { visits }));
      const error = yield* Warehouse.use((warehouse) => warehouse.load(request)).pipe(
        Effect.flip,
        Effect.provide(embeddedWarehouse({ path: `${folder}/new.duckdb` })),
      );
      assert.strictEqual(error.reason, 'OtherTables');
      assert.match(
        error.message,
        /^The warehouse .*new\.duckdb has no table etl_batch\. Migrate it first\.$/,
      );
    });
  });
});
