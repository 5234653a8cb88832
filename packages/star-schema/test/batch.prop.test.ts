import { describe, expect, it } from 'vitest';
import type { Table } from '@sales/parquet';
import { type KeySums, keySums } from '../src/index.ts';
import { dimensionOf, factOf, resolve } from './batch.ts';
import { plainDimension, plainModel } from './plainModel.ts';
import { seededRandom } from '@sales/test-kit';
import { randomTables, randomVisits, type Row, shuffled, visits, visitStar } from './visits.ts';

const batches = Array.from({ length: 300 }, (_, seed) => {
  const random = seededRandom(seed);
  const rows = randomVisits(random.below(80), random);
  return { random, rows, plain: plainModel(rows) };
});

/** Rows and lists in an order of their own, to be compared as sets. */
function asSet(items: readonly unknown[]): string[] {
  return items
    .map((item) =>
      JSON.stringify(item, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)),
    )
    .sort();
}

/** Sums that are the same for every key. */
function sameSums({ rowCount }: { readonly rowCount: number }): KeySums {
  return new Uint32Array(2 * rowCount).fill(5);
}

/** Sums that tell keys apart by one bit. */
function poorSums(table: Table): KeySums {
  return keySums(visits, table).map((sum, word) => (word % 2 === 0 ? sum & 1 : 0));
}

describe('a batch', () => {
  it('meets keys, duplicates and corrections enough to be a test', () => {
    const totals = batches.map(({ plain }) => [plain.duplicates, plain.superseded.length]);
    expect(
      totals.filter(([duplicates, superseded]) => duplicates! > 0 && superseded! > 0).length,
    ).toBeGreaterThan(150);
  });

  it.each([1, 2, 3, 7])(
    'is decided as the plain model says, in %s partitions and any order and size of tables',
    (partitions) => {
      for (const { random, rows, plain } of batches) {
        const tables = randomTables(shuffled(rows, random), random);
        const resolution = resolve(tables, { partitions });
        const fact = factOf(tables, resolution);
        expect(asSet(fact.rows)).toEqual(asSet(plain.fact));
        expect([resolution.duplicates, resolution.lostCents]).toEqual([plain.duplicates, plain.lostCents]);
        expect(asSet(resolution.superseded)).toEqual(asSet(plain.superseded));
        expect(resolution.lostBySource).toEqual(plain.lostBySource);
      }
    },
  );

  it('loses no row and no cent', () => {
    for (const { random, rows } of batches) {
      const tables = randomTables(rows, random);
      const resolution = resolve(tables);
      const fact = factOf(tables, resolution);
      const { duplicates, superseded, lostCents } = resolution;
      expect(fact.rows.length + duplicates + superseded.length).toBe(rows.length);
      expect(fact.cents + lostCents).toBe(rows.reduce((sum, row) => sum + (row['total'] as bigint), 0n));
    }
  });

  it.each([
    ['all', sameSums],
    ['most', poorSums],
  ])('is decided by the keys themselves where %s of their sums collide', (_, sumsOf) => {
    for (const { random, rows, plain } of batches) {
      const tables = randomTables(shuffled(rows, random), random);
      const resolution = resolve(tables, { sumsOf, partitions: 2 });
      expect(asSet(factOf(tables, resolution).rows)).toEqual(asSet(plain.fact));
      expect([resolution.duplicates, resolution.superseded.length]).toEqual([
        plain.duplicates,
        plain.superseded.length,
      ]);
    }
  });
});

describe.each(visitStar.dimensions.map((dimension, index) => [dimension.table, dimension, index] as const))(
  '%s',
  (_, dimension, index) => {
    it('has the latest known attributes, in any order and size of tables', () => {
      for (const { random, rows } of batches) {
        const tables = randomTables(shuffled(rows, random), random);
        expect(dimensionOf(index, [tables])).toEqual(plainDimension(rows, dimension));
      }
    });

    it('is the same however rows are split into batches, and in whatever order these are merged', () => {
      for (const { random, rows } of batches) {
        const parts: Row[][] = [[], [], []];
        for (const row of shuffled(rows, random)) random.pick(parts).push(row);
        const tables = shuffled(parts, random).map((part) => randomTables(part, random));
        expect(dimensionOf(index, tables)).toEqual(plainDimension(rows, dimension));
      }
    });

    it('is the same where rows share a place, as those of an object read twice do', () => {
      for (const { random, rows } of batches.slice(0, 100)) {
        const crowded = rows.map((row) => ({
          ...row,
          _source_offset: BigInt(random.below(2)),
          _source_key: 'raw/a',
        }));
        const parts = [0, 1].map(() => crowded.filter(() => random.below(2) === 0));
        const all = parts.flat();
        const tables = parts.map((part) => randomTables(shuffled(part, random), random));
        expect(dimensionOf(index, tables)).toEqual(plainDimension(all, dimension));
      }
    });

    it('never holds the text that stands for what nobody knows, but where a row says so', () => {
      for (const { random, rows } of batches.slice(0, 100)) {
        const named = rows.map((row) => ({
          ...row,
          shop_name: row['shop_name'] === 'Unknown' ? null : row['shop_name']!,
        }));
        const values = dimensionOf(index, [randomTables(named, random)]).flatMap((member) =>
          Object.values(member),
        );
        expect(values).not.toContain('Unknown');
      }
    });
  },
);
