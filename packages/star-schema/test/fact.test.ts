import { attributesHashColumn, factColumns } from '@sales/schema';
import { describe, expect, it } from 'vitest';
import { buildFact } from '../src/index.ts';
import { attributesHashes } from '../src/attributesHash.ts';
import { plainAttributesHash } from './plainModel.ts';
import { seededRandom } from '@sales/test-kit';
import { randomVisits, type Row, rowsOf, tableOf, visit, visitStar } from './visits.ts';

const hashOf = (row: Row, textAs?: 'codes' | 'text') =>
  attributesHashes(
    visitStar,
    tableOf([row], () => textAs ?? 'codes'),
  )[0]!;

describe('the fact', () => {
  const rows = [
    visit({ total: 100n }),
    visit({ total: 20n, visit_id: 'V2' }),
    visit({ total: -3n, note: 'x' }),
  ];

  it('holds the rows that won, in the columns of the fact', () => {
    const { table, measureCents } = buildFact(visitStar, tableOf(rows), Uint32Array.of(1));
    expect(table.schema).toEqual(factColumns(visitStar));
    const names = factColumns(visitStar).map(({ name }) => name);
    const expected = [rows[0]!, rows[2]!].map(
      (row): Row => ({ ...row, [attributesHashColumn.name]: plainAttributesHash(row) }),
    );
    expect(rowsOf(table)).toEqual(
      expected.map((row) => Object.fromEntries(names.map((name) => [name, row[name]]))),
    );
    expect(measureCents).toBe(97n);
  });

  it('holds all rows where none lost, and none where all did', () => {
    const all = buildFact(visitStar, tableOf(rows), new Uint32Array(0));
    expect([all.table.rowCount, all.measureCents]).toEqual([3, 117n]);
    const none = buildFact(visitStar, tableOf(rows), Uint32Array.of(0, 1, 2));
    expect([none.table.rowCount, none.measureCents]).toEqual([0, 0n]);
    expect(buildFact(visitStar, tableOf([]), new Uint32Array(0)).measureCents).toBe(0n);
  });

  it.each(['codes', 'text'] as const)('keeps the rows whole, with text stored as %s', (textAs) => {
    const random = seededRandom(4);
    for (let round = 0; round < 50; round++) {
      const some = randomVisits(random.below(30), random);
      const lost = Uint32Array.from(some.keys().filter(() => random.below(3) === 0));
      const { table } = buildFact(
        visitStar,
        tableOf(some, () => textAs),
        lost,
      );
      const kept = some.filter((_, row) => !lost.includes(row));
      expect(
        rowsOf(table).map((row) => [row['visit_id'], row['_source_offset'], row[attributesHashColumn.name]]),
      ).toEqual(kept.map((row) => [row['visit_id'], row['_source_offset'], plainAttributesHash(row)]));
    }
  });

  it('sums amounts of any size exactly', () => {
    const random = seededRandom(5);
    const amounts = Array.from({ length: 2_000 }, () => BigInt(random.digits(18)) * random.pick([1n, -1n]));
    const { measureCents } = buildFact(
      visitStar,
      tableOf(amounts.map((total) => visit({ total }))),
      new Uint32Array(0),
    );
    expect(measureCents).toBe(amounts.reduce((a, b) => a + b));
  });
});

describe("the attributes' hash", () => {
  it('is the exclusive or of the XXH64 of each field that the fact does not keep', () => {
    const random = seededRandom(6);
    for (const row of randomVisits(300, random))
      for (const textAs of ['codes', 'text'] as const)
        expect(hashOf(row, textAs)).toBe(plainAttributesHash(row));
  });

  it('is zero where nothing is known', () => {
    const only = visit({ shop_name: null, shop_kind: null, guest_name: null, note: 'a' });
    expect(hashOf(only)).toBe(plainAttributesHash(only));
    expect(hashOf({ ...only, note: null })).toBe(0n);
  });

  it.each([
    [{ note: 'a' }, { note: null }],
    [{ note: 'null' }, { note: null }],
    [{ note: '' }, { note: null }],
    [
      { shop_name: 'x', guest_name: 'y' },
      { shop_name: 'y', guest_name: 'x' },
    ],
    [
      { shop_name: 'x', guest_name: 'x' },
      { shop_name: 'y', guest_name: 'y' },
    ],
    [
      { shop_name: 'x', guest_name: 'x' },
      { shop_name: null, guest_name: null },
    ],
  ])('tells %j from %j', (a, b) => {
    expect(hashOf(visit(a))).not.toBe(hashOf(visit(b)));
  });

  it('does not look at what the fact keeps, nor at the lineage', () => {
    const other = visit({
      visit_id: 'V9',
      day: 1,
      count: 9,
      price: 1n,
      total: 9n,
      _source_offset: 5n,
      _source_key: 'z',
    });
    expect(hashOf(other)).toBe(hashOf(visit()));
  });

  it('is the same for text longer than any before', () => {
    const long = visit({ note: 'é'.repeat(3_000) });
    expect(hashOf(long, 'text')).toBe(plainAttributesHash(long));
  });
});
