import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Table } from '@sales/parquet';
import { describe, expect, it } from 'vitest';
import { createKeyScan, type KeySums, keySums, type Suspects } from '../src/index.ts';
import { seededRandom } from '@sales/test-kit';
import { randomTables, type Row, tableOf, visit, visits } from './visits.ts';

function scanOf(sums: readonly KeySums[], options = {}): Suspects {
  const scan = createKeyScan(options);
  for (const each of sums) scan.add(each);
  return scan.finish();
}

const sumsOf = (table: Table): KeySums => keySums(visits, table);
const sums = (low: readonly number[], high: readonly number[]): KeySums =>
  Uint32Array.from(low.flatMap((half, row) => [half, high[row]!]));

function spillFiles(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('sales-spill-'));
}

/** The sums as texts, a row each. */
function pairs(sums: KeySums): string[] {
  return Array.from({ length: sums.length / 2 }, (_, row) => `${sums[2 * row]}:${sums[2 * row + 1]}`);
}

describe('the sums of keys', () => {
  it('are one for one key, however the table stores it and wherever it stands', () => {
    const random = seededRandom(1);
    const rows = Array.from({ length: 200 }, () =>
      visit({ visit_id: `V${random.below(9)}é`, day: random.below(3), note: `${random.below(9)}` }),
    );
    const whole = pairs(sumsOf(tableOf(rows)));
    expect(pairs(sumsOf(tableOf(rows, () => 'text')))).toEqual(whole);
    expect(randomTables(rows, random).flatMap((table) => pairs(sumsOf(table)))).toEqual(whole);
    const keys = rows.map((row) => `${row['visit_id'] as string} ${row['day'] as number}`);
    const sumsByKey = Map.groupBy(whole, (_, row) => keys[row]!);
    expect([...sumsByKey.values()].map((each) => new Set(each).size)).toEqual([...sumsByKey].map(() => 1));
    expect(new Set(whole).size).toBe(new Set(keys).size);
  });

  it('tell apart keys whose fields only meet differently', () => {
    const keys: Row[] = [
      { visit_id: 'ab', shop_id: 'c' },
      { visit_id: 'a', shop_id: 'bc' },
      { visit_id: 'c', shop_id: 'ab' },
      { visit_id: '', shop_id: 'abc' },
      { visit_id: 'abc', shop_id: '' },
      { visit_id: 'ab', shop_id: 'c', day: 0 },
      { visit_id: 'ab', shop_id: 'c', day: -1 },
    ];
    expect(new Set(pairs(sumsOf(tableOf(keys.map(visit))))).size).toBe(keys.length);
  });

  it('hardly ever collide', () => {
    const rows = Array.from({ length: 50_000 }, (_, index) =>
      visit({ visit_id: `V${index % 5_000}`, day: 18_000 + Math.floor(index / 5_000) }),
    );
    const found = sumsOf(tableOf(rows));
    expect(new Set(pairs(found)).size).toBe(rows.length);
    for (const half of [0, 1])
      expect(new Set(found.filter((_, word) => word % 2 === half)).size).toBeGreaterThan(rows.length - 20);
  });

  it('do not look at anything but the key', () => {
    const table = tableOf([visit(), visit({ total: 1n, note: 'x', _source_offset: 5n })]);
    expect(new Set(pairs(sumsOf(table))).size).toBe(1);
  });
});

describe('a scan', () => {
  it('suspects every row whose sum another has, and no other', () => {
    const random = seededRandom(2);
    for (let round = 0; round < 200; round++) {
      const all = Array.from({ length: random.below(60) }, () => [random.below(6), random.below(6)] as const);
      const cut = random.below(all.length + 1);
      const parts = [all.slice(0, cut), all.slice(cut)].map((part) =>
        sums(
          part.map(([low]) => low),
          part.map(([, high]) => high),
        ),
      );
      const suspects = scanOf(parts);
      const expected = all.flatMap((sum, row) =>
        all.some((other, at) => at !== row && other[0] === sum[0] && other[1] === sum[1]) ? [row] : [],
      );
      expect([...suspects.rowsIn(0, all.length, 0, 1)]).toEqual(expected);
      expect([suspects.rowCount, suspects.count]).toEqual([all.length, expected.length]);
    }
  });

  it('needs both halves to agree', () => {
    expect(scanOf([sums([1, 1, 2, 0xffff_ffff], [1, 2, 1, 0xffff_ffff])]).count).toBe(0);
    expect(
      scanOf([sums([1, 1, 2, 0xffff_ffff], [1, 2, 1, 0xffff_ffff]), sums([0xffff_ffff], [0xffff_ffff])])
        .count,
    ).toBe(2);
  });

  it('parts suspects so that each falls into one part, with all rows of its key', () => {
    const low = Array.from({ length: 300 }, (_, row) => (row * 7) % 50);
    const suspects = scanOf([sums(low, low)]);
    for (const partitions of [1, 2, 3, 16]) {
      const parts = Array.from({ length: partitions }, (_, partition) => [
        ...suspects.rowsIn(0, 300, partition, partitions),
      ]);
      expect(parts.flat().sort((a, b) => a - b)).toEqual([...suspects.rowsIn(0, 300, 0, 1)]);
      const partOf = new Map<number, number>();
      parts.forEach((rows, part) => {
        for (const row of rows) {
          expect(partOf.get(low[row]!) ?? part).toBe(part);
          partOf.set(low[row]!, part);
        }
      });
    }
  });

  it('finds the same when rows go to the disk on the way, and leaves no file behind', () => {
    const random = seededRandom(3);
    const before = spillFiles();
    for (const rowsInMemory of [0, 1, 1_000, 40_000, 100_000]) {
      const parts = Array.from({ length: 5 }, () => {
        const some = Array.from({ length: random.below(40_000) }, () => random.below(2 ** 32));
        return sums(
          some.map((value) => value % 1_000),
          some.map((value) => Math.imul(value % 30_011, 0x9e3779b1)),
        );
      });
      const [held, spilled] = [scanOf(parts), scanOf(parts, { rowsInMemory })];
      expect(spilled.count).toBe(held.count);
      expect(spilled.rowsIn(0, spilled.rowCount, 0, 1)).toEqual(held.rowsIn(0, held.rowCount, 0, 1));
      expect(spilled.count).toBeGreaterThan(0);
    }
    expect(spillFiles()).toEqual(before);
  });

  it('gives the suspects of a range of rows', () => {
    const suspects = scanOf([sums([1, 2, 1, 3, 2], [0, 0, 0, 0, 0])]);
    expect([...suspects.rowsIn(1, 4, 0, 1)]).toEqual([1, 2]);
    expect([...suspects.rowsIn(3, 4, 0, 1)]).toEqual([]);
  });

  it('of nothing suspects nothing', () => {
    expect(scanOf([])).toMatchObject({ rowCount: 0, count: 0 });
  });

  it('holds more rows than it began with', () => {
    const halves = Array.from({ length: 100_000 }, (_, row) => row);
    const many = sums(halves, halves);
    expect(scanOf([many, many]).count).toBe(200_000);
    expect(scanOf([many, sums([100_000], [0])]).count).toBe(0);
  });
});
