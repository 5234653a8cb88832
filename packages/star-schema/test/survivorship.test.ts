import { dimensionDeltaColumns } from '@sales/schema';
import { describe, expect, it } from 'vitest';
import { createDimensionBuilder, mergeDimension } from '../src/index.ts';
import { dimensionOf } from './batch.ts';
import { type Row, tableOf, visit, visitStar } from './visits.ts';

const [shop] = visitStar.dimensions;

/** The shops of rows in one table. */
const shopsOf = (...rows: readonly Row[]) => dimensionOf(0, [[tableOf(rows)]]);
const nameOf = (...rows: readonly Row[]) => shopsOf(...rows).map((member) => member['shop_name']);

describe("a member's attribute", () => {
  it('is that of the latest day, whatever the source', () => {
    expect(
      nameOf(visit({ day: 2, shop_name: 'new', _source_time: 1n }), visit({ day: 1, shop_name: 'old' })),
    ).toEqual(['new']);
  });

  it('is that of the latest in source order on one day', () => {
    expect(
      nameOf(visit({ shop_name: 'b', _source_time: 2n }), visit({ shop_name: 'a', _source_time: 1n })),
    ).toEqual(['b']);
    expect(
      nameOf(visit({ shop_name: 'b', _source_key: 'y' }), visit({ shop_name: 'a', _source_key: 'x' })),
    ).toEqual(['b']);
    expect(
      nameOf(visit({ shop_name: 'b', _source_offset: 10n }), visit({ shop_name: 'a', _source_offset: 9n })),
    ).toEqual(['b']);
  });

  it('is the smaller text where the stamps are equal', () => {
    for (const names of [
      ['b', 'a'],
      ['a', 'b'],
    ])
      expect(nameOf(...names.map((shop_name) => visit({ shop_name })))).toEqual(['a']);
    expect(nameOf(visit({ shop_name: '\u{1f600}' }), visit({ shop_name: '\uffff' }))).toEqual(['\uffff']);
  });

  it('is known from an earlier row where the latest does not say', () => {
    const [member] = shopsOf(
      visit({ day: 1, shop_name: 'old', shop_kind: null }),
      visit({ day: 2, shop_name: null, shop_kind: 'Mall' }),
    );
    expect(member).toMatchObject({ shop_name: 'old', shop_kind: 'Mall' });
    expect([member!['_shop_name_as_of'], member!['_shop_kind_as_of']]).toEqual([
      '1970-01-02\t1700000000000000\traw/a\t0000000000000000',
      '1970-01-03\t1700000000000000\traw/a\t0000000000000000',
    ]);
  });

  it('is null, as its stamp is, where nobody ever said', () => {
    expect(shopsOf(visit({ shop_name: null, shop_kind: null }))).toEqual([
      { shop_id: 'S1', shop_name: null, _shop_name_as_of: null, shop_kind: null, _shop_kind_as_of: null },
    ]);
  });

  it('is taken from rows that lost in the fact, too', () => {
    expect(nameOf(visit({ shop_name: 'lost' }), visit({ shop_name: null, _source_offset: 1n }))).toEqual([
      'lost',
    ]);
  });
});

describe('the members', () => {
  it('are sorted by the bytes of their keys', () => {
    const keys = ['S10', 'S2', '\u{1f600}', '\uffff', 's1', ''];
    expect(shopsOf(...keys.map((shop_id) => visit({ shop_id }))).map((member) => member['shop_id'])).toEqual([
      '',
      'S10',
      'S2',
      's1',
      '\uffff',
      '\u{1f600}',
    ]);
  });

  it('are those of rows, not of a dictionary', () => {
    expect(shopsOf(visit()).map((member) => member['shop_id'])).toEqual(['S1']);
  });

  it('are none without rows, in the columns of a delta', () => {
    const table = createDimensionBuilder(visitStar).build()[0]!;
    expect([table.rowCount, table.schema]).toEqual([0, dimensionDeltaColumns(visitStar, shop!)]);
    const merged = mergeDimension(visitStar, shop!, []);
    expect([merged.rowCount, merged.schema]).toEqual([0, dimensionDeltaColumns(visitStar, shop!)]);
  });
});

describe('merging', () => {
  it('takes each attribute from the part that knows it latest, in any order of parts', () => {
    const parts = [
      [tableOf([visit({ day: 1, shop_name: 'old', shop_kind: 'Kiosk' }), visit({ shop_id: 'S2' })])],
      [tableOf([visit({ day: 2, shop_name: 'new', shop_kind: null })])],
      [tableOf([])],
    ];
    const merged = dimensionOf(0, parts);
    expect(merged).toMatchObject([
      { shop_id: 'S1', shop_name: 'new', shop_kind: 'Kiosk' },
      { shop_id: 'S2', shop_name: 'Main Street' },
    ]);
    expect(dimensionOf(0, parts.toReversed())).toEqual(merged);
  });

  it('takes the smaller text of equal stamps', () => {
    const parts = ['b', 'a', 'c'].map((shop_name) => [tableOf([visit({ shop_name })])]);
    expect(dimensionOf(0, parts).map((member) => member['shop_name'])).toEqual(['a']);
  });
});
