import { assert, describe, it } from '@effect/vitest';
import { temporaryFolder } from '@sales/test-kit';
import { Effect } from 'effect';
import { Warehouse } from '../src/index.ts';
import { type Batch, gold } from './support/gold.ts';
import { allTables, inWarehouse, load, rows, starTables } from './support/state.ts';
import { visit, visitStar } from './support/visits.ts';

const day = (n: number) => Date.parse('2026-05-02T00:00:00Z') + n * 86_400_000;

/** States a behaviour of a warehouse that is empty at first. */
function states(
  behaviour: string,
  program: (load: (batch: Batch) => ReturnType<typeof loadIn>) => Effect.Effect<void, unknown, Warehouse>,
): void {
  it.live(behaviour, () => {
    const folder = temporaryFolder();
    return program((batch) => loadIn(folder, batch)).pipe(inWarehouse(folder));
  });
}
const loadIn = load;

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

describe('a dimension', () => {
  states('keeps each attribute’s latest known value, and none is ever unlearnt', (load) =>
    Effect.gen(function* () {
      const gate = rows(`SELECT gate_name, district FROM dim_gate`);
      yield* load({ visits: [visit({ day: '2026-05-02', gate_name: 'North', district: null })] });
      assert.deepStrictEqual(yield* gate, [['North', 'Unknown']]);
      yield* load({ id: 'b2', visits: [visit({ day: '2026-05-01', gate_name: 'Old', district: 'Docks' })] });
      assert.deepStrictEqual(yield* gate, [['North', 'Docks']]);
      yield* load({ id: 'b3', visits: [visit({ day: '2026-05-03', gate_name: null, district: null })] });
      assert.deepStrictEqual(yield* gate, [['North', 'Docks']]);
      yield* load({ id: 'b4', visits: [visit({ day: '2026-05-04', gate_name: 'New', district: null })] });
      assert.deepStrictEqual(yield* gate, [['New', 'Docks']]);
    }),
  );
  states('takes the smaller text, by bytes, of two values with the same stamp', (load) =>
    Effect.gen(function* () {
      // U+FF5E sorts after U+1F600 by UTF-16 units, before it by bytes.
      yield* load({ visits: [visit({ gate_name: '\u{1F600}' })] });
      yield* load({ id: 'b2', visits: [visit({ ticket: 'other', gate_name: '\uFF5E' })] });
      assert.deepStrictEqual(yield* rows('SELECT gate_name FROM dim_gate'), [['\uFF5E']]);
      yield* load({ id: 'b3', visits: [visit({ ticket: 'third', gate_name: '\u{1F600}' })] });
      assert.deepStrictEqual(yield* rows('SELECT gate_name FROM dim_gate'), [['\uFF5E']]);
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
