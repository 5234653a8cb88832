import { describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod';
import {
  type CleanRow,
  cleanRowJsonSchema,
  cleanRowSchema,
  openEnum,
  type RawRow,
  rawRowJsonSchema,
  rawRowSchema,
  salesContract,
} from '../src/index.ts';
import { contractWith, orders } from './orders.ts';

const rawSchema = rawRowSchema(orders);
const cleanSchema = cleanRowSchema(orders);

const raw = {
  order_id: 'A1',
  day: '2024-02-29',
  shop_id: 7,
  shop_name: null,
  quantity: '2',
  price: 1.5,
  total: '3.00',
} satisfies RawRow<typeof orders>;

const clean: CleanRow<typeof orders> = {
  order_id: 'A1',
  day: '2024-02-29',
  shop_id: '7',
  shop_name: null,
  quantity: 2,
  price: 150n,
  total: 300n,
};

describe('a row as it may arrive', () => {
  it('has text or numbers where the rules read both', () => {
    expect(rawSchema.parse(raw)).toEqual(raw);
  });

  it('may lack any field, and have others', () => {
    expect(rawSchema.parse({})).toEqual({});
    expect(rawSchema.parse({ order_id: null, coupon: ['X'] })).toEqual({ order_id: null, coupon: ['X'] });
  });

  it.each([
    { order_id: true },
    { order_id: [] },
    { day: 20_240_229 },
    { shop_name: 5 },
    { quantity: {} },
    { price: false },
    { total: [] },
  ])('does not pass as %j', (row) => {
    expect(rawSchema.safeParse(row).success).toBe(false);
  });

  it('has the types of its fields at compile time', () => {
    type Row = RawRow<typeof salesContract>;
    expectTypeOf<Row['transaction_id']>().toEqualTypeOf<string | number | null | undefined>();
    expectTypeOf<Row['date']>().toEqualTypeOf<string | null | undefined>();
    expectTypeOf<Row['category']>().toEqualTypeOf<string | null | undefined>();
    expectTypeOf<Row['unit_price']>().toEqualTypeOf<string | number | null | undefined>();
    expectTypeOf<Row['total_amount']>().toEqualTypeOf<string | number | null | undefined>();
    expectTypeOf<Row>().toExtend<{ readonly [extra: string]: unknown }>();
    expectTypeOf<{ readonly date: number }>().not.toExtend<Row>();
  });
});

describe('a clean row', () => {
  it('passes', () => {
    expect(cleanSchema.parse(clean)).toEqual(clean);
    expect(cleanSchema.parse({ ...clean, shop_name: 'Main' }).shop_name).toBe('Main');
  });

  it.each([
    ['a field too many', { coupon: 'X' }],
    ['an absent optional field', { shop_name: undefined }],
    ['a null in a required field', { order_id: null }],
    ['empty text', { shop_name: '' }],
    ['text past its bytes', { shop_name: 'é'.repeat(513) }],
    ['an id past its bytes', { order_id: 'x'.repeat(129) }],
    ['a number below its bounds', { quantity: 0 }],
    ['a number above its bounds', { quantity: 1_001 }],
    ['a fraction', { quantity: 1.5 }],
    ['money as a number', { price: 150 }],
    ['money below its bounds', { price: 0n }],
    ['money above its bounds', { price: 1_000_001n }],
    ['a total as a number', { total: 300 }],
    ['no day of the calendar', { day: '2023-02-29' }],
    ['a date in another form', { day: '02/29/2024' }],
    ['a date before the first', { day: '1999-12-31' }],
  ])('does not pass with %s', (_, change) => {
    expect(cleanSchema.safeParse({ ...clean, ...change }).success).toBe(false);
  });

  it('passes at its bounds', () => {
    const longest = { shop_name: 'é'.repeat(512), order_id: 'x'.repeat(128) };
    const ends = { quantity: 1_000, price: 1_000_000n, day: '2000-01-01' };
    expect(cleanSchema.safeParse({ ...clean, ...longest, ...ends }).error).toBeUndefined();
  });

  it('may hold values of an open enumeration that nobody listed', () => {
    const schema = cleanRowSchema(contractWith(openEnum(['Red'])));
    expect(schema.safeParse({ order_id: 'A1', field: 'Mauve' }).success).toBe(true);
    expect(schema.safeParse({ order_id: 'A1', field: null }).success).toBe(true);
  });

  it('has the types of its fields at compile time', () => {
    type Row = CleanRow<typeof salesContract>;
    expectTypeOf<keyof Row>().toEqualTypeOf<keyof typeof salesContract.fields>();
    expectTypeOf<Row['transaction_id']>().toEqualTypeOf<string>();
    expectTypeOf<Row['date']>().toEqualTypeOf<string>();
    expectTypeOf<Row['store_name']>().toEqualTypeOf<string | null>();
    expectTypeOf<Row['category']>().toEqualTypeOf<string | null>();
    expectTypeOf<Row['quantity_sold']>().toEqualTypeOf<number>();
    expectTypeOf<Row['unit_price']>().toEqualTypeOf<bigint>();
    expectTypeOf<Row['total_amount']>().toEqualTypeOf<bigint>();
  });
});

describe('JSON Schema', () => {
  it('of a raw row lists every field, requires none and allows others', () => {
    const schema = rawRowJsonSchema(orders);
    expect(Object.keys(schema.properties!)).toEqual(Object.keys(orders.fields));
    expect(schema.required ?? []).toEqual([]);
    expect(schema.additionalProperties).not.toBe(false);
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  });

  it('of a raw row accepts what the zod schema accepts', () => {
    const fromJson = z.fromJSONSchema(rawRowJsonSchema(orders));
    const fine = [raw, {}, { coupon: 1 }, { shop_name: null }];
    const wrong = [{ order_id: true }, { day: 5 }, { price: [] }];
    for (const schema of [fromJson, rawSchema])
      expect([...fine, ...wrong].filter((row) => schema.safeParse(row).success)).toEqual(fine);
  });

  it('of a clean row requires every field, allows no other, and gives money as whole numbers', () => {
    const schema = cleanRowJsonSchema(orders);
    expect(schema.required).toEqual(Object.keys(orders.fields));
    expect(schema.additionalProperties).toBe(false);
    expect(schema.properties!['price']).toMatchObject({ type: 'integer' });
    expect(schema.properties!['total']).toMatchObject({ type: 'integer' });
    expect(schema.properties!['quantity']).toMatchObject({ type: 'integer', minimum: 1, maximum: 1_000 });
    expect(schema.properties!['day']).toMatchObject({ type: 'string', format: 'date' });
  });
});
