import { assert, describe, it } from '@effect/vitest';
import { renderCents } from '@sales/schema';
import { temporaryFolder } from '@sales/test-kit';
import { Effect } from 'effect';
import { sqlNames, Warehouse } from '../src/index.ts';
import { createModel, latestByKey, resolve, survivors } from './support/model.ts';
import { inWarehouse, load, rows } from './support/state.ts';
import { attributesHash, compareBytes, totalCents, type Visit, visit, visitStar } from './support/visits.ts';

/** A small generator of numbers, the same for the same seed. */
function randomSource(seed: number) {
  let state = seed * 2_654_435_761;
  const next = (below: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b_3c6d) + 0x6d2b_79f5) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
  return { next, pick: <T>(...from: readonly T[]): T => from[next(from.length)]! };
}

/** Makes batches of few business keys, so that they meet; some visits come more than once. */
function randomBatches(seed: number): readonly (readonly Visit[])[] {
  const { next, pick } = randomSource(seed);
  const made: Visit[] = [];
  const one = (): Visit => {
    if (made.length > 0 && next(6) === 0) return made[next(made.length)]!;
    const fresh = visit({
      ticket: pick('A', 'B', 'C', "D'\\"),
      day: pick('2026-05-01', '2026-05-02'),
      gate: pick('NORTH', 'SOUTH'),
      gate_name: pick(null, 'North', '\u{1F600}', '\uFF5E'),
      district: pick(null, null, 'Docks'),
      group: pick('G1', 'G2'),
      group_name: pick(null, 'Choir', 'Quartet'),
      guests: 1 + next(2),
      feeCents: pick(1, 1250),
      select: pick(null, 'Morning'),
      timeMs: Date.parse('2026-05-03T00:00:00Z') + next(3),
      key: pick('raw/a.json', 'raw/\u{1F600}.json', 'raw/\uFF5E.json'),
      // No two rows have the same source: each is read once.
      offset: made.length,
    });
    made.push(fresh);
    return fresh;
  };
  return Array.from({ length: 2 + next(3) }, () => [...new Set(Array.from({ length: next(10) }, one))]);
}

describe.each([1, 2, 3, 4, 5, 6, 7, 8])('random batches, seed %i', (seed) => {
  const batches = randomBatches(seed);

  it.live('do to the warehouse what they do to the model', () => {
    const folder = temporaryFolder();
    return Effect.gen(function* () {
      const model = createModel();
      for (const [i, visits] of batches.entries()) {
        const { seconds: _, ...result } = yield* load(folder, {
          id: `b${i}`,
          visits,
          rejected: { date_invalid: i },
        });
        assert.deepStrictEqual(result, { alreadyLoaded: false, ...model.load(visits) });
      }
      const all = batches.flat();
      assert.deepStrictEqual(yield* factRows, expectedFact([...model.fact.values()]));
      assert.deepStrictEqual(
        expectedFact([...latestByKey(all).values()]),
        expectedFact([...model.fact.values()]),
      );
      for (const dimension of visitStar.dimensions) {
        const { table, key, attributes } = dimension;
        const names = sqlNames([key, ...attributes]);
        const expected = [...survivors(dimension, all)].map(([member, known]) => [
          member,
          ...attributes.map((name) => known.get(name)?.value ?? 'Unknown'),
        ]);
        assert.deepStrictEqual(yield* rows(`SELECT ${names} FROM ${table} ORDER BY 1`), sorted(expected));
      }
      assert.deepStrictEqual(
        yield* rows(
          'SELECT ticket, guests, epoch_ms(_source_time), _source_offset FROM etl_superseded ORDER BY ALL',
        ),
        sorted(
          model.superseded.map((row) => [row.ticket, row.guests, String(row.timeMs), String(row.offset)]),
        ),
      );
      yield* countsAddUp(batches);
    }).pipe(inWarehouse(folder));
  });
});

const factRows =
  rows(`SELECT ticket, CAST(day AS VARCHAR), gate, "group", guests, fee, total, "select", _attributes_hash, epoch_ms(_source_time), _source_key, _source_offset
FROM fact_visit ORDER BY ALL`);

function expectedFact(visits: readonly Visit[]) {
  return sorted(
    visits.map((row) => [
      row.ticket,
      row.day,
      row.gate,
      row.group,
      row.guests,
      renderCents(BigInt(row.feeCents)),
      renderCents(totalCents(row)),
      row.select,
      String(attributesHash(row)),
      String(row.timeMs),
      row.key,
      String(row.offset),
    ]),
  );
}

/** Checks the identities that hold for each batch, whatever it met. */
const countsAddUp = Effect.fnUntraced(function* (batches: readonly (readonly Visit[])[]) {
  const loaded = yield* Warehouse.use((warehouse) => warehouse.batches(visitStar));
  assert.lengthOf(loaded, batches.length);
  for (const batch of loaded) {
    const { duplicates, superseded } = resolve(batches[Number(batch.batchId.slice(1))]!);
    assert.strictEqual(batch.read, batch.loaded + batch.quarantined + batch.duplicates);
    assert.strictEqual(batch.duplicates, duplicates + batch.duplicatesAcross);
    assert.strictEqual(batch.superseded, superseded + batch.late + batch.corrected);
    assert.strictEqual(batch.quarantined, batch.rejected + superseded + batch.late);
  }
  // Each row that a batch wrote is still there, or was replaced by another batch's.
  const written = yield* rows(`SELECT _batch_id, COUNT(*) FROM (
  SELECT _batch_id FROM fact_visit
  UNION ALL SELECT _batch_id FROM etl_superseded WHERE _outcome = 'replaced'
) GROUP BY ALL ORDER BY ALL`);
  assert.deepStrictEqual(
    written,
    sorted(loaded.filter((b) => b.loaded > 0).map((b) => [b.batchId, String(b.loaded)])),
  );
  const quarantined = yield* rows(
    'SELECT batch_id, SUM(rows) FROM etl_quarantine_summary GROUP BY ALL ORDER BY ALL',
  );
  assert.deepStrictEqual(
    quarantined,
    sorted(loaded.filter((b) => b.quarantined > 0).map((b) => [b.batchId, String(b.quarantined)])),
  );
});

/** Sorts rows as DuckDB's ORDER BY ALL does: texts by bytes, nulls last. */
function sorted<T extends readonly (string | number | null)[]>(unsorted: readonly T[]): T[] {
  return unsorted.toSorted((a, b) => {
    for (const [i, left] of a.entries()) {
      const right = b[i]!;
      if (left === right) continue;
      if (left === null || right === null) return left === null ? 1 : -1;
      if (typeof left === 'number') return left - (right as number);
      const order =
        /^\d+$/.test(left) && /^\d+$/.test(right as string)
          ? Number(left) - Number(right)
          : compareBytes(left, right as string);
      if (order !== 0) return order;
    }
    return 0;
  });
}
