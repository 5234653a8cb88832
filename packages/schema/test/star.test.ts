import { describe, expect, it } from 'vitest';
import {
  attributeFields,
  attributesHashColumn,
  defineContract,
  defineStar,
  dimensionColumns,
  dimensionDeltaColumns,
  factColumns,
  lineageColumns,
  money,
  text,
} from '../src/index.ts';
import { orderFields, orders } from './orders.ts';

type Declaration = Parameters<typeof defineStar<typeof orderFields>>[0];

const declaration: Declaration = {
  contract: orders,
  fact: {
    table: 'fact_orders',
    columns: ['order_id', 'day', 'shop_id', 'total'],
    measure: 'total',
    date: 'day',
  },
  dimensions: [{ table: 'dim_shop', key: 'shop_id', attributes: ['shop_name'] }],
};

/** Declares a star that holds but for what is given. */
const declare = ({ fact, dimensions }: { readonly fact?: object; readonly dimensions?: readonly object[] }) =>
  defineStar({
    ...declaration,
    fact: { ...declaration.fact, ...fact },
    dimensions:
      dimensions?.map((dimension) => ({ ...declaration.dimensions[0]!, ...dimension })) ??
      declaration.dimensions,
  });

describe('the fact', () => {
  it.each([
    [
      'a column that is no field',
      { columns: ['order_id', 'day', 'shop_id', 'total', 'tax'] },
      '"tax" is no field',
    ],
    [
      'a column twice',
      { columns: ['order_id', 'day', 'shop_id', 'total', 'day'] },
      'fact_orders names "day" twice',
    ],
    [
      'to leave out the business key',
      { columns: ['day', 'shop_id', 'total'] },
      'fact_orders must keep "order_id"',
    ],
    [
      'to leave out its measure',
      { columns: ['order_id', 'day', 'shop_id'] },
      'fact_orders must keep "total"',
    ],
    ['to leave out its date', { columns: ['order_id', 'shop_id', 'total'] }, 'fact_orders must keep "day"'],
    [
      "to leave out a dimension's key",
      { columns: ['order_id', 'day', 'total'] },
      'fact_orders must keep "shop_id"',
    ],
    ['a measure that is no money', { measure: 'order_id' }, '"order_id" must be required money'],
    ['a date that is none', { date: 'order_id' }, '"order_id" must be a required date'],
  ])('refuses %s', (_, fact, problem) => {
    expect(() => declare({ fact })).toThrow(problem);
  });

  it('refuses a measure or a date that may be missing', () => {
    const fields = { ...orderFields, tip: money({ minCents: 0n, maxCents: 1n, required: false }) };
    const contract = defineContract({ name: 'orders', version: 1, fields, businessKey: ['order_id'] });
    const columns = ['order_id', 'day', 'shop_id', 'total', 'tip'] as const;
    const declareWith = (fact: { readonly measure: 'tip' | 'total' }) =>
      defineStar({ contract, fact: { table: 'f', columns, date: 'day', ...fact }, dimensions: [] });
    expect(() => declareWith({ measure: 'tip' })).toThrow('"tip" must be required money');
    expect(() => declareWith({ measure: 'total' })).not.toThrow();
  });
});

describe('the dimensions', () => {
  it.each([
    ['a key that is no id', [{ key: 'day' }], 'dim_shop must be keyed by a required id'],
    ['an attribute that is no text', [{ attributes: ['price'] }], 'dim_shop can hold "price" only as text'],
    ['an attribute that is no field', [{ attributes: ['shop_size'] }], '"shop_size" is no field'],
    ['an attribute twice', [{ attributes: ['shop_name', 'shop_name'] }], 'dim_shop names "shop_name" twice'],
    ['a table twice', [{}, {}], 'two tables are called "dim_shop"'],
    ["the fact's table", [{ table: 'fact_orders' }], 'two tables are called "fact_orders"'],
  ])('refuse %s', (_, dimensions, problem) => {
    expect(() => declare({ dimensions })).toThrow(problem);
  });
});

describe('the columns', () => {
  const star = defineStar(declaration);
  const [shop] = star.dimensions;

  it("of the fact are its fields, the attributes' hash, and the lineage", () => {
    expect(factColumns(star).map(({ name }) => name)).toEqual([
      'order_id',
      'day',
      'shop_id',
      'total',
      attributesHashColumn.name,
      ...lineageColumns.map(({ name }) => name),
    ]);
    expect(factColumns(star).every(({ nullable }) => !nullable)).toBe(true);
  });

  it('of a dimension are its key and attributes, never null', () => {
    expect(dimensionColumns(star, shop!)).toEqual([
      { name: 'shop_id', type: { kind: 'text', maxBytes: 128 }, nullable: false },
      { name: 'shop_name', type: { kind: 'text', maxBytes: 1_024 }, nullable: false },
    ]);
  });

  it('of a delta are nullable attributes, each with its stamp', () => {
    expect(dimensionDeltaColumns(star, shop!)).toEqual([
      { name: 'shop_id', type: { kind: 'text', maxBytes: 128 }, nullable: false },
      { name: 'shop_name', type: { kind: 'text', maxBytes: 1_024 }, nullable: true },
      { name: '_shop_name_as_of', type: { kind: 'text', maxBytes: 1_200 }, nullable: true },
    ]);
  });

  it('of a delta stay nullable where the contract requires the attribute', () => {
    const fields = { ...orderFields, shop_name: text({ required: true }) };
    const contract = defineContract({ name: 'orders', version: 1, fields, businessKey: ['order_id'] });
    const required = defineStar({ ...declaration, contract });
    expect(dimensionDeltaColumns(required, shop!)[1]!.nullable).toBe(true);
  });
});

it('sums up the fields that the fact leaves out, in the order of the contract', () => {
  expect(attributeFields(defineStar(declaration))).toEqual(['shop_name', 'quantity', 'price']);
});

it('lets an attribute also be a column of the fact', () => {
  const columns = ['order_id', 'day', 'shop_id', 'shop_name', 'total'] as const;
  const star = defineStar({ ...declaration, fact: { ...declaration.fact, columns } });
  expect(attributeFields(star)).toEqual(['quantity', 'price']);
  expect(factColumns(star).find(({ name }) => name === 'shop_name')!.nullable).toBe(true);
});

it('has room in a stamp for the longest key of an object', () => {
  const longest = `9999-12-31\t${'9'.repeat(16)}\t${'k'.repeat(1_024)}\t${'9'.repeat(16)}`;
  const stamp = dimensionDeltaColumns(defineStar(declaration), declaration.dimensions[0]!)[2]!;
  expect(stamp.type).toMatchObject({ kind: 'text' });
  expect(longest.length).toBeLessThanOrEqual((stamp.type as { readonly maxBytes: number }).maxBytes);
});
