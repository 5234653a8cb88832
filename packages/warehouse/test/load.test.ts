import { assert, describe, it } from '@effect/vitest';
import { temporaryFolder } from '@sales/test-kit';
import { Effect } from 'effect';
import { Warehouse } from '../src/index.ts';
import { type Batch, gold } from './support/gold.ts';
import { allTables, inWarehouse, load, rows, starTables } from './support/state.ts';
import { states } from './support/states.ts';
import { visit, visitStar } from './support/visits.ts';

describe('the first load of a batch', () => {
  states('fills the fact, the dimensions and the batch’s row', (load) =>
    Effect.gen(function* () {
      const result = yield* load({
        visits: [
          visit({ ticket: 'A' }),
          visit({ ticket: 'A', offset: 10 }),
          visit({ ticket: 'B', gate: 'SOUTH', gate_name: null, select: null, guests: 3 }),
          visit({ ticket: 'C', day: '2026-05-02', group: 'G2', group_name: 'Quartet' }),
          visit({ ticket: 'C', day: '2026-05-02', group: 'G2', group_name: 'Quintet', offset: 20 }),
        ],
        rejected: { date_invalid: 2, fee_not_positive: 1 },
      });
      const { seconds, ...counts } = result;
      assert.isAtLeast(seconds, 0);
      assert.deepStrictEqual(counts, {
        alreadyLoaded: false,
        inserted: 3,
        corrected: 0,
        duplicates: 0,
        late: 0,
        measureCents: 8750n,
        bySource: {},
      });
      assert.deepStrictEqual(
        yield* rows('SELECT ticket, "select", total, _source_offset, _batch_id FROM fact_visit ORDER BY ALL'),
        [
          ['A', 'Morning', '25.00', '10', 'b1'],
          ['B', null, '37.50', '0', 'b1'],
          ['C', 'Morning', '25.00', '20', 'b1'],
        ],
      );
      assert.deepStrictEqual(yield* rows('FROM dim_gate ORDER BY ALL'), [
        ['NORTH', 'North gate', 'Unknown'],
        ['SOUTH', 'Unknown', 'Unknown'],
      ]);
      assert.deepStrictEqual(yield* rows('FROM dim_group ORDER BY ALL'), [
        ['G1', 'Choir'],
        ['G2', 'Quintet'],
      ]);
      assert.deepStrictEqual(yield* rows('FROM etl_quarantine_summary ORDER BY ALL'), [
        ['b1', 'date_invalid', '2'],
        ['b1', 'fee_not_positive', '1'],
        ['b1', 'superseded', '1'],
      ]);
      const { findBatch } = yield* Warehouse;
      assert.deepStrictEqual(yield* findBatch(visitStar, 'sha-b1'), {
        batchId: 'b1',
        digest: 'sha-b1',
        attempt: 1,
        fence: 1,
        contract: 'visits',
        contractVersion: 3,
        ingestDate: '2026-05-02',
        loadedAt: '2026-05-02T03:04:05.678Z',
        read: 8,
        inserted: 3,
        corrected: 0,
        loaded: 3,
        rejected: 3,
        quarantined: 4,
        duplicates: 1,
        duplicatesAcross: 0,
        superseded: 1,
        late: 0,
        measureCents: 8750n,
      });
      assert.isUndefined(yield* findBatch(visitStar, 'sha-b2'));
    }),
  );
  states('may bring nothing at all', (load) =>
    Effect.gen(function* () {
      const result = yield* load({ visits: [] });
      assert.deepInclude(result, { alreadyLoaded: false, inserted: 0, measureCents: 0n });
      assert.deepStrictEqual(yield* rows('SELECT read, loaded FROM etl_batch'), [['0', '0']]);
      assert.deepStrictEqual(yield* rows('FROM etl_quarantine_summary'), []);
    }),
  );
  it.live('reads files in folders whose names look like partitions or patterns', () => {
    const folder = temporaryFolder();
    return Effect.gen(function* () {
      const { mkdirSync } = yield* Effect.promise(() => import('node:fs'));
      const odd = `${folder}/batch=b1/it's [a] *?`;
      mkdirSync(odd, { recursive: true });
      yield* load(odd, { visits: [visit()] });
      assert.deepStrictEqual(yield* rows('SELECT COUNT(*) FROM fact_visit'), [['1']]);
    }).pipe(inWarehouse(folder));
  });
});

describe('loading the same objects again', () => {
  const batch: Batch = {
    visits: [visit({ ticket: 'A' }), visit({ ticket: 'B' })],
    rejected: { date_invalid: 1 },
  };
  states('changes nothing, whatever the attempt, and says what the first load did', (load) =>
    Effect.gen(function* () {
      const first = yield* load(batch);
      const before = yield* allTables;
      assert.deepStrictEqual(yield* Effect.map(load(batch), dropSeconds), {
        ...dropSeconds(first),
        alreadyLoaded: true,
      });
      const later = { ...batch, id: 'b1-a2', digest: 'sha-b1', attempt: 2, fence: 9 };
      assert.isTrue((yield* load(later)).alreadyLoaded);
      assert.deepStrictEqual(yield* allTables, before);
    }),
  );
  states('under another digest gives duplicates only, and changes no row', (load) =>
    Effect.gen(function* () {
      yield* load(batch);
      const before = yield* starTables;
      assert.deepInclude(yield* load({ ...batch, id: 'b2' }), {
        inserted: 0,
        corrected: 0,
        duplicates: 2,
        late: 0,
      });
      assert.deepStrictEqual(yield* starTables, before);
    }),
  );
});

describe('two loads at the same time', () => {
  states('wait for each other', () =>
    Effect.gen(function* () {
      const { load } = yield* Warehouse;
      const folder = temporaryFolder();
      const requests = yield* Effect.promise(() =>
        Promise.all(['b1', 'b2'].map((id) => gold(folder, { id, visits: [visit({ ticket: id })] }))),
      );
      const results = yield* Effect.forEach([...requests, ...requests], load, { concurrency: 'unbounded' });
      assert.deepStrictEqual(
        results.map((result) => result.alreadyLoaded),
        [false, false, true, true],
      );
      assert.deepStrictEqual(yield* rows('SELECT ticket FROM fact_visit ORDER BY ALL'), [['b1'], ['b2']]);
    }),
  );
});

function dropSeconds<T extends { readonly seconds: number }>({
  seconds: _seconds,
  ...rest
}: T): Omit<T, 'seconds'> {
  return rest;
}
