import {
  contractColumns,
  dayNumber,
  defineContract,
  id,
  money,
  integer,
  product,
  renderDay,
  salesContract,
  cleanRowSchema,
} from '@sales/schema';
import { describe, expect, it } from 'vitest';
import { parseRow, type RawObject, type RowReading, rowRule } from '../src/index.ts';
import { rawSale, saleFields, saleLine } from './sale.ts';

const readRow = rowRule(salesContract, '2024-06-30');

/** Reads a line, which is an object. */
function readLine(line: string): RowReading {
  return readRow(parseRow(line) as RawObject);
}

function reasonsOf(reading: RowReading): readonly string[] {
  return 'reasons' in reading ? reading.reasons : [];
}

function repairsOf(reading: RowReading): readonly string[] {
  return 'repairs' in reading ? reading.repairs : ['rejected'];
}

/** An accepted row's values by field. */
function valuesOf(reading: RowReading) {
  const values = 'values' in reading ? reading.values : [];
  return Object.fromEntries(values.map((value, index) => [saleFields[index]!, value]));
}

describe('a clean row', () => {
  it('is accepted as it stands', () => {
    const reading = readRow(rawSale());
    expect(repairsOf(reading)).toEqual([]);
    expect(valuesOf(reading)).toEqual({
      ...rawSale(),
      date: dayNumber('2024-02-29'),
      unit_price: 1_999n,
      total_amount: 3_998n,
    });
  });

  it("has its values in the order of the contract's columns, whatever the order of its keys", () => {
    const backwards = Object.fromEntries(Object.entries(rawSale()).reverse());
    expect(readRow(backwards)).toEqual(readRow(rawSale()));
    expect(Object.keys(valuesOf(readRow(backwards)))).toEqual(
      contractColumns(salesContract).map(({ name }) => name),
    );
  });

  it('passes the schema of clean rows', () => {
    const values = valuesOf(readRow(rawSale({ city: ' ', customer_id: 7, total_amount: 'x' })));
    const row = { ...values, date: renderDay(values['date'] as number) };
    expect(cleanRowSchema(salesContract).safeParse(row).error).toBeUndefined();
  });
});

describe('a row with faults', () => {
  it('has every reason, one a field, in the order of the contract', () => {
    const reading = readLine(
      saleLine(
        {
          transaction_id: ' ',
          payment_method: 5,
          customer_id: 'x'.repeat(129),
          date: '2023-02-29',
          unit_price: 'FREE',
        },
        { quantity_sold: '-1e400' },
      ),
    );
    expect(reading).toEqual({
      reasons: [
        'missing_transaction_id',
        'date_invalid',
        'customer_id_out_of_range',
        'quantity_sold_not_positive',
        'unit_price_invalid',
        'payment_method_invalid',
      ],
    });
  });

  it('lacks all that is required where it is empty', () => {
    const required = Object.entries(salesContract.fields).filter(
      ([, field]) => field.required && field.kind !== 'product',
    );
    expect(reasonsOf(readRow({}))).toEqual(required.map(([name]) => `missing_${name}`));
  });

  it('is not refused for its derived amount', () => {
    expect(repairsOf(readRow(rawSale({ total_amount: [] })))).toEqual(['total_amount_corrected']);
  });
});

describe('repairs', () => {
  it('are named by field, in the order of the fields', () => {
    const reading = readRow(
      rawSale({
        transaction_id: 12,
        date: ' 02/29/2024',
        store_id: ' s1 ',
        city: ' Porto',
        category: 'APPAREL ',
        payment_method: 'Barter',
        quantity_sold: ' 2 ',
        unit_price: '$1,019.995',
        total_amount: '1',
      }),
    );
    expect(repairsOf(reading)).toEqual([
      'transaction_id_reformatted',
      'date_trimmed',
      'date_reformatted',
      'store_id_trimmed',
      'store_id_upper_cased',
      'city_trimmed',
      'category_trimmed',
      'category_canonicalised',
      'quantity_sold_trimmed',
      'quantity_sold_reformatted',
      'unit_price_reformatted',
      'unit_price_rounded',
      'payment_method_unknown',
      'total_amount_corrected',
    ]);
    expect(valuesOf(reading)).toMatchObject({
      unit_price: 102_000n,
      total_amount: 204_000n,
      category: 'Clothing',
    });
  });
});

describe('keys', () => {
  it('that every object has by nature are fields like others', () => {
    const contract = defineContract({
      name: 'odd',
      version: 1,
      fields: { constructor: id({ required: false }), key: id() },
      businessKey: ['key'],
    });
    const readOdd = rowRule(contract, '2024-06-30');
    expect(readOdd(parseRow('{"key":"K"}') as RawObject)).toEqual({ values: [null, 'K'], repairs: [] });
    expect(readOdd(parseRow('{"key":"K","constructor":"C"}') as RawObject)).toEqual({
      values: ['C', 'K'],
      repairs: [],
    });
  });

  it('that nobody knows change nothing', () => {
    const extra = '"constructor":1,"toString":2,"__proto__":{"unit_price":1,"quantity_sold":9},"":3';
    expect(readLine(saleLine().replace('{', `{${extra},`))).toEqual(readRow(rawSale()));
  });

  it('are not looked up in a prototype that a row brings along', () => {
    expect(reasonsOf(readLine('{"__proto__":{"transaction_id":"T"}}'))).toContain('missing_transaction_id');
  });

  it('that occur twice count as the last one', () => {
    const twice = saleLine().replace('{', '{"unit_price":"FREE","quantity_sold":9007199254740993,');
    expect(readLine(twice)).toEqual(readRow(rawSale()));
    expect(reasonsOf(readLine(saleLine({}, { unit_price: '1,"unit_price":9007199254740993' })))).toEqual([
      'unit_price_out_of_range',
    ]);
  });

  it('are told apart by case and blanks', () => {
    expect(reasonsOf(readLine(saleLine().replace('"unit_price"', '"Unit_Price"')))).toEqual([
      'missing_unit_price',
    ]);
    expect(reasonsOf(readLine(saleLine().replace('"unit_price"', '" unit_price"')))).toEqual([
      'missing_unit_price',
    ]);
  });

  it('may be written with escapes', () => {
    expect(readLine(saleLine().replace('"unit_price"', '"\\u0075nit_price"'))).toEqual(readRow(rawSale()));
  });
});

describe('parsing a row', () => {
  it.each([
    'null',
    '42',
    '-1.5e3',
    '12345678901234567890',
    '1e400',
    '"text"',
    'true',
    '[]',
    '[{"a":1}]',
    '[12345678901234567]',
  ])('finds no object in %s', (text) => {
    expect(parseRow(text)).toBe('not_an_object');
  });

  it.each([
    '',
    '{',
    '}',
    '{}}',
    '{}{}',
    '{"a":1,}',
    "{'a':1}",
    '{"a":01}',
    '{"a":.5}',
    '{"a":NaN}',
    '{"a":"\t"}',
    '\ufeff{}',
    '{"a":1}x',
    '{"a":123456789012345678,}',
  ])('finds no JSON in %j', (text) => {
    expect(parseRow(text)).toBe('malformed_json');
  });

  it('answers the same at any depth, with or without numbers that must be kept', () => {
    for (const inner of ['', '1234567890123456']) {
      const deep = `${'['.repeat(100_000)}${inner}${']'.repeat(100_000)}`;
      expect(parseRow(deep)).toBe('not_an_object');
      expect(parseRow(deep.slice(1))).toBe('malformed_json');
      expect(readLine(saleLine({}, { extra: deep }))).toEqual(readRow(rawSale()));
      expect(reasonsOf(readLine(saleLine({}, { city: deep })))).toEqual(['city_invalid']);
    }
  });
});

it('derives a product that stands before what it multiplies', () => {
  const contract = defineContract({
    name: 'backwards',
    version: 1,
    fields: {
      total: product({ quantity: 'count', price: 'price' }),
      price: money({ minCents: 1n, maxCents: 100n }),
      count: integer({ min: 1, max: 10 }),
      key: id(),
    },
    businessKey: ['key'],
  });
  const reading = rowRule(contract, '2024-06-30')({ key: 'K', count: 3, price: 0.5, total: 9 });
  expect(reading).toEqual({ values: [150n, 50n, 3, 'K'], repairs: ['total_corrected'] });
});

it.each(['2024-6-30', '', 'today', '2024-02-30'])(
  'refuses %j as the ingest day: it would bound nothing',
  (day) => {
    expect(() => rowRule(salesContract, day)).toThrow(`"${day}"`);
  },
);
