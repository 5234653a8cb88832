import { describe, expect, it } from 'vitest';
import { createResolver } from '../src/index.ts';
import { resolve } from './batch.ts';
import { type Row, tableOf, visit, visitStar } from './visits.ts';

/** Decides rows in one table. */
const resolveRows = (rows: readonly Row[]) => resolve([tableOf(rows)]);
const lostOf = (rows: readonly Row[]) => [...resolveRows(rows).lostIn(0, rows.length)];

const at = (offset: number, changes: Row = {}): Row => visit({ _source_offset: BigInt(offset), ...changes });

describe('rows of one key', () => {
  it('leave the latest in source order', () => {
    expect(lostOf([at(0), at(9), at(5)])).toEqual([0, 2]);
    expect(lostOf([at(5, { _source_key: 'raw/b' }), at(9)])).toEqual([1]);
    expect(lostOf([at(0, { _source_time: 2n }), at(9, { _source_key: 'z', _source_time: 1n })])).toEqual([1]);
    expect(lostOf([at(0, { _source_key: '\uffff' }), at(0, { _source_key: '\u{1f600}' })])).toEqual([0]);
  });

  it('are duplicates where they have the content of the winner, whatever came between', () => {
    const resolution = resolveRows([at(0), at(1, { note: 'other' }), at(2)]);
    expect(resolution.duplicates).toBe(1);
    expect(resolution.superseded).toEqual([{ sourceKey: 'raw/a', offset: 1 }]);
  });

  it.each([
    { note: 'null' },
    { note: '' },
    { shop_name: 'main street' },
    { guest_id: 'G2' },
    { count: 4 },
    { count: 3 },
    { shop_kind: null },
  ])('have other content with %j', (change) => {
    expect(resolveRows([at(0, change), at(1)]).superseded).toHaveLength(1);
  });

  it('have the same content wherever they come from', () => {
    const resolution = resolveRows([at(0, { _source_key: 'raw/b', _source_time: 1n }), at(7)]);
    expect([resolution.duplicates, resolution.superseded]).toEqual([1, []]);
  });

  it.each([{ visit_id: 'V2' }, { shop_id: 'S2' }, { day: 1 }])('are not those with %j', (change) => {
    expect(lostOf([at(0), at(1, change)])).toEqual([]);
  });
});

describe('a resolution', () => {
  const rows = [
    at(0),
    at(1, { total: 500n }),
    at(2, { _source_key: 'raw/b', total: 700n }),
    at(3, { _source_key: 'raw/b' }),
    at(4, { _source_key: 'raw/c' }),
    at(5, { visit_id: 'V2', total: 9n }),
  ];

  it('counts what each object lost, and the cents of all lost rows', () => {
    const { lostBySource, lostCents, duplicates } = resolveRows(rows);
    expect(lostBySource).toEqual({
      'raw/a': { duplicates: 1, superseded: 1 },
      'raw/b': { duplicates: 1, superseded: 1 },
    });
    expect([lostCents, duplicates]).toEqual([300n + 500n + 700n + 300n, 2]);
  });

  it('numbers the lost rows of a range from its start', () => {
    const { lostIn } = resolveRows(rows);
    expect([...lostIn(0, 6)]).toEqual([0, 1, 2, 3]);
    expect([...lostIn(2, 5)]).toEqual([0, 1]);
    expect([...lostIn(4, 6)]).toEqual([]);
  });

  it('takes an object called as a part of every object', () => {
    const odd = [at(0, { _source_key: '__proto__' }), at(1, { _source_key: '__proto__' })];
    expect(Object.entries(resolveRows(odd).lostBySource)).toEqual([
      ['__proto__', { duplicates: 1, superseded: 0 }],
    ]);
  });

  it('of nothing lost nothing', () => {
    expect(createResolver(visitStar, 0).finish()).toMatchObject({
      duplicates: 0,
      superseded: [],
      lostBySource: {},
      lostCents: 0n,
    });
    expect(resolveRows([]).lostCents).toBe(0n);
  });

  it('forgets a part before it takes the next', () => {
    const resolver = createResolver(visitStar, 2);
    resolver.add(tableOf([at(0)]), Uint32Array.of(0));
    resolver.decide();
    resolver.add(tableOf([at(1)]), Uint32Array.of(1));
    resolver.decide();
    expect([...resolver.finish().lostIn(0, 2)]).toEqual([]);
  });
});
