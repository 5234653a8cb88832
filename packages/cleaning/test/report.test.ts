import { describe, expect, it } from 'vitest';
import { addCounts, addReports, type CleaningReport, emptyReport } from '../src/index.ts';
import { driftLimit } from '../src/report.ts';
import { cleanText } from './cleaned.ts';
import { seededRandom } from '@sales/test-kit';
import { saleLine } from './sale.ts';

const reportOf = (lines: readonly string[]): CleaningReport => cleanText(lines.join('\n')).report;

/** The report of sixty rows, each with an extra field and an unknown value of its own. */
const reportFrom = (first: number) =>
  reportOf(
    Array.from({ length: 60 }, (_, index) =>
      saleLine({ [`extra_${first + index}`]: 1, category: `Kind ${first + index}` }),
    ),
  );

describe('a report', () => {
  it('counts rows, reasons and repairs, and sums the money of accepted rows', () => {
    const report = reportOf([
      saleLine(),
      saleLine({ unit_price: '$1,000.005', total_amount: null }),
      saleLine({ unit_price: 'FREE', quantity_sold: 0 }),
      saleLine({ quantity_sold: -1 }),
      'no json',
      '[]',
      '   ',
    ]);
    expect(report).toEqual({
      read: 6,
      accepted: 2,
      rejected: 4,
      reasons: {
        malformed_json: 1,
        not_an_object: 1,
        quantity_sold_not_positive: 2,
        unit_price_invalid: 1,
      },
      repairs: { unit_price_reformatted: 1, unit_price_rounded: 1 },
      sumsCents: { unit_price: 1_999n + 100_001n, total_amount: 3_998n + 200_002n },
      drift: { extraFields: {}, unknownValues: {}, isCut: false },
    });
  });

  it('of nothing is empty, but for the names of its sums', () => {
    expect(reportOf([])).toEqual({ ...emptyReport, sumsCents: { unit_price: 0n, total_amount: 0n } });
  });

  it('lists names in the order of the alphabet', () => {
    const report = reportOf([
      saleLine({ zebra: 1, apple: 2, unit_price: 'x', date: 'x' }),
      saleLine({ mango: 3 }),
    ]);
    expect(Object.keys(report.drift.extraFields)).toEqual(['apple', 'mango', 'zebra']);
    expect(Object.keys(report.reasons)).toEqual(['date_invalid', 'unit_price_invalid']);
  });
});

describe('drift', () => {
  it('is every field that the contract does not know, with the first value seen', () => {
    const { drift } = reportOf([
      saleLine({ coupon: { code: 'X', list: [1, 2] }, loyalty: 12 }),
      saleLine({ coupon: null, unit_price: 'FREE' }),
      saleLine({}, { huge: '12345678901234567890', 'nasty "key"': '"\u2028"' }),
    ]);
    expect(drift.extraFields).toEqual({
      coupon: { rows: 2, sample: '{"code":"X","list":[1,2]}' },
      loyalty: { rows: 1, sample: '12' },
      huge: { rows: 1, sample: '12345678901234567890' },
      'nasty "key"': { rows: 1, sample: '"\u2028"' },
    });
    expect(drift.isCut).toBe(false);
  });

  it('takes names that every object has by nature for fields like others', () => {
    const written = { constructor: '1', toString: '2', __proto__: '3', hasOwnProperty: '4' };
    const line = `${saleLine().slice(0, -1)},${Object.getOwnPropertyNames(written)
      .map((name) => `"${name}":1`)
      .join(',')},"__proto__":{"a":1}}`;
    const { drift, accepted } = reportOf([line, line]);
    expect(accepted).toBe(2);
    expect(Object.keys(drift.extraFields).sort()).toEqual([
      '__proto__',
      'constructor',
      'hasOwnProperty',
      'toString',
    ]);
    expect(Object.getOwnPropertyDescriptor(drift.extraFields, '__proto__')?.value).toEqual({
      rows: 2,
      sample: '{"a":1}',
    });
    expect(Object.keys(addReports(reportOf([line]), reportOf([line])).drift.extraFields)).toHaveLength(4);
  });

  it('is the values of an open enumeration that nobody listed, of accepted rows', () => {
    const { drift } = reportOf([
      saleLine({ category: 'Garden' }),
      saleLine({ category: ' Garden ', payment_method: 'Barter' }),
      saleLine({ category: 'Pets', unit_price: 'FREE' }),
      saleLine({ category: 'toys' }),
    ]);
    expect(drift.unknownValues).toEqual({ category: { Garden: 2 }, payment_method: { Barter: 1 } });
  });

  it('is cut short, and says so, past a hundred names or values', () => {
    const numbers = Array.from({ length: driftLimit + 1 }, (_, index) => index);
    const full = numbers
      .slice(1)
      .map((index) => saleLine({ [`extra_${index}`]: index, category: `Kind ${index}` }));
    const fits = reportOf(full).drift;
    expect(Object.keys(fits.extraFields)).toHaveLength(driftLimit);
    expect(Object.keys(fits.unknownValues['category']!)).toHaveLength(driftLimit);
    expect(fits.isCut).toBe(false);
    for (const more of [{ extra_0: 0 }, { category: 'Kind 0' }]) {
      const { drift, repairs } = reportOf([
        ...full,
        saleLine(more),
        saleLine({ extra_1: 1, category: 'Kind 1' }),
      ]);
      expect(Object.keys(drift.extraFields)).toHaveLength(driftLimit);
      expect(drift.extraFields['extra_1']!.rows).toBe(2);
      expect(drift.unknownValues['category']!['Kind 1']).toBe(2);
      expect(drift.isCut).toBe(true);
      expect(repairs['category_unknown']).toBeGreaterThan(driftLimit);
    }
  });

  it('stays within the limit when reports are added', () => {
    const same = addReports(reportFrom(0), reportFrom(0)).drift;
    expect([Object.keys(same.extraFields).length, same.isCut]).toEqual([60, false]);
    expect(same.extraFields['extra_0']!.rows).toBe(2);
    const full = addReports(reportFrom(0), reportFrom(driftLimit - 60)).drift;
    expect([Object.keys(full.extraFields).length, full.isCut]).toEqual([driftLimit, false]);
    const apart = addReports(reportFrom(0), reportFrom(60)).drift;
    expect([Object.keys(apart.extraFields).length, apart.isCut]).toEqual([driftLimit, true]);
    expect(Object.keys(apart.unknownValues['category']!)).toHaveLength(driftLimit);
    expect(addReports(addReports(reportFrom(0), reportFrom(60)), emptyReport).drift.isCut).toBe(true);
  });
});

describe('adding', () => {
  it('counts name by name', () => {
    expect(addCounts({ a: 1, constructor: 2 }, { b: 3, constructor: 4 })).toEqual({
      a: 1,
      b: 3,
      constructor: 6,
    });
  });

  it('nothing changes nothing', () => {
    const report = reportOf([saleLine({ coupon: 1, category: 'Garden' }), 'x']);
    expect(addReports(emptyReport, report)).toEqual(report);
    expect(addReports(report, emptyReport)).toEqual(report);
  });

  it('gives the report of the whole, however rows are split', () => {
    const random = seededRandom(11);
    const kinds = [
      () => saleLine(),
      () => saleLine({ unit_price: random.below(100_000) / 1_000 }),
      () => saleLine({ category: random.pick(['Garden', 'Pets', 'TOYS']) }),
      () => saleLine({ coupon: 'same', [`extra_${random.below(20)}`]: 'same' }),
      () => saleLine({ store_id: ' s1', total_amount: 1 }),
      () => saleLine({ date: 'x', quantity_sold: -1 }),
      () => '{',
      () => '[]',
    ];
    for (let round = 0; round < 30; round++) {
      const lines = Array.from({ length: random.below(60) }, () => random.pick(kinds)());
      const cuts = [0, random.below(lines.length + 1), random.below(lines.length + 1), lines.length].sort(
        (a, b) => a - b,
      );
      const parts = cuts.slice(1).map((end, index) => reportOf(lines.slice(cuts[index], end)));
      expect(parts.reduce(addReports, emptyReport)).toEqual(reportOf(lines));
      expect(addReports(parts[0]!, addReports(parts[1]!, parts[2]!))).toEqual(reportOf(lines));
    }
  });
});
