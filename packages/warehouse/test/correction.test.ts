import { assert, describe, it } from '@effect/vitest';
import { temporaryFolder } from '@sales/test-kit';
import { Effect } from 'effect';
import { Warehouse } from '../src/index.ts';
import type { Batch } from './support/gold.ts';
import { inWarehouse, load, rows, starTables } from './support/state.ts';
import { states } from './support/states.ts';
import { visit, visitStar } from './support/visits.ts';

const day = (n: number) => Date.parse('2026-05-02T00:00:00Z') + n * 86_400_000;

describe('a row whose business key is in the warehouse', () => {
  const old = visit({ guests: 2, timeMs: day(0) });
  states('replaces the held row when it is later and says something else', (load) =>
    Effect.gen(function* () {
      yield* load({ visits: [old] });
      const result = yield* load({ id: 'b2', visits: [visit({ guests: 5, timeMs: day(1) })] });
      assert.deepInclude(result, { inserted: 0, corrected: 1, duplicates: 0, late: 0, measureCents: 6250n });
      assert.deepStrictEqual(yield* rows('SELECT guests, total, _batch_id FROM fact_visit'), [
        [5, '62.50', 'b2'],
      ]);
      assert.deepStrictEqual(
        yield* rows('SELECT guests, _batch_id, _superseded_by, _outcome FROM etl_superseded'),
        [[2, 'b1', 'b2', 'replaced']],
      );
      const batch = yield* Warehouse.use((w) => w.findBatch(visitStar, 'sha-b2'));
      assert.deepInclude(batch, { read: 1, loaded: 1, corrected: 1, superseded: 1, quarantined: 0, late: 0 });
      assert.deepStrictEqual(yield* rows('FROM etl_quarantine_summary'), []);
    }),
  );
  states('loses when it is earlier and says something else, and is kept and counted', (load) =>
    Effect.gen(function* () {
      yield* load({ visits: [old] });
      const result = yield* load({
        id: 'b2',
        visits: [visit({ guests: 5, timeMs: day(-1) }), visit({ guests: 4, timeMs: day(-2) })],
      });
      assert.deepInclude(result, { inserted: 0, corrected: 0, duplicates: 0, late: 1, measureCents: 0n });
      assert.deepStrictEqual(yield* rows('SELECT guests, _batch_id FROM fact_visit'), [[2, 'b1']]);
      assert.deepStrictEqual(
        yield* rows('SELECT guests, _batch_id, _superseded_by, _outcome FROM etl_superseded'),
        [[5, 'b2', 'b1', 'late']],
      );
      const batch = yield* Warehouse.use((w) => w.findBatch(visitStar, 'sha-b2'));
      assert.deepInclude(batch, { read: 2, loaded: 0, superseded: 2, quarantined: 2, late: 1 });
      assert.deepStrictEqual(yield* rows('FROM etl_quarantine_summary'), [['b2', 'superseded', '2']]);
    }),
  );
  states('is a duplicate when it says the same; only a later lineage is taken over', (load) =>
    Effect.gen(function* () {
      const lineage = rows('SELECT _source_key, _source_offset, _batch_id FROM fact_visit');
      yield* load({ visits: [visit({ timeMs: day(1), select: null })] });
      const earlier = yield* load({
        id: 'b2',
        visits: [visit({ timeMs: day(0), key: 'raw/0', select: null })],
      });
      assert.deepInclude(earlier, { duplicates: 1, inserted: 0, corrected: 0, late: 0, measureCents: 0n });
      assert.deepStrictEqual(yield* lineage, [['raw/a.json', '0', 'b1']]);
      yield* load({ id: 'b3', visits: [visit({ timeMs: day(1), offset: 7, select: null })] });
      assert.deepStrictEqual(yield* lineage, [['raw/a.json', '7', 'b1']]);
      assert.deepStrictEqual(yield* rows('FROM etl_superseded'), []);
    }),
  );
  states('is counted for the object that it came from', (load) =>
    Effect.gen(function* () {
      yield* load({ visits: ['A', 'B', 'C'].map((ticket) => visit({ ticket, timeMs: day(0) })) });
      const batch: Batch = {
        id: 'b2',
        visits: [
          visit({ ticket: 'A', key: 'raw/x', timeMs: day(1), guests: 4 }),
          visit({ ticket: 'B', key: 'raw/x', timeMs: day(1) }),
          visit({ ticket: 'C', key: 'raw/y', timeMs: day(-1), guests: 4 }),
          visit({ ticket: 'D', key: 'raw/z' }),
        ],
      };
      const bySource = {
        'raw/x': { corrected: 1, duplicates: 1, late: 0 },
        'raw/y': { corrected: 0, duplicates: 0, late: 1 },
      };
      assert.deepStrictEqual((yield* load(batch)).bySource, bySource);
      assert.deepInclude(yield* load(batch), { alreadyLoaded: true, bySource });
    }),
  );
  states('says something else also when a value is missing in one of them', (load) =>
    Effect.gen(function* () {
      yield* load({ visits: [visit({ select: null, ticket: 'A' }), visit({ ticket: 'B' })] });
      const visits = [
        visit({ ticket: 'A', timeMs: day(1) }),
        visit({ select: null, ticket: 'B', timeMs: day(1) }),
      ];
      assert.deepInclude(yield* load({ id: 'b2', visits }), { corrected: 2, duplicates: 0 });
    }),
  );
  states('says something else also when only an attribute of a dimension differs', (load) =>
    Effect.gen(function* () {
      yield* load({ visits: [visit({ group_name: 'Choir' })] });
      const visits = [visit({ group_name: 'Choir of St. Anne', timeMs: day(1) })];
      assert.deepInclude(yield* load({ id: 'b2', visits }), { corrected: 1, duplicates: 0 });
    }),
  );
});

describe('three batches', () => {
  const batches: readonly Batch[] = [
    {
      id: 'x',
      visits: [
        visit({ timeMs: day(0), guests: 1 }),
        visit({ ticket: 'B', timeMs: day(0) }),
        visit({ ticket: 'C', timeMs: day(3), district: 'Docks', guests: 9 }),
      ],
    },
    {
      id: 'y',
      visits: [
        visit({ timeMs: day(1), guests: 2, gate_name: null }),
        visit({ ticket: 'B', timeMs: day(2) }),
        visit({ ticket: 'C', timeMs: day(1), day: '2026-05-01', gate_name: 'Y' }),
      ],
    },
    {
      id: 'z',
      visits: [
        visit({ timeMs: day(2), guests: 1 }),
        visit({ ticket: 'B', timeMs: day(1), guests: 7 }),
        visit({ ticket: 'D', timeMs: day(1), day: '2026-04-30', district: 'Harbour' }),
      ],
    },
  ];
  it.live('give the same fact and dimensions in all six orders', () =>
    Effect.gen(function* () {
      const outcomes = [];
      for (const order of [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
      ]) {
        const folder = temporaryFolder();
        const loads = Effect.forEach(order, (i) => load(folder, batches[i]!));
        outcomes.push(yield* loads.pipe(Effect.andThen(starTables), inWarehouse(folder)));
      }
      for (const outcome of outcomes) assert.deepStrictEqual(outcome, outcomes[0]!);
      assert.lengthOf(outcomes[0]!.fact, 4);
    }),
  );
});
