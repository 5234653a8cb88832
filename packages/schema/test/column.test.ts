import { expect, it } from 'vitest';
import {
  columnType,
  contractColumns,
  date,
  id,
  integer,
  lineageColumns,
  money,
  openEnum,
  product,
  silverColumns,
  text,
} from '../src/index.ts';
import { orders } from './orders.ts';

it.each([
  [id({ maxBytes: 12 }), { kind: 'text', maxBytes: 12 }],
  [text(), { kind: 'text', maxBytes: 1_024 }],
  [openEnum([]), { kind: 'text', maxBytes: 256 }],
  [integer({ min: 0, max: 1 }), { kind: 'int32' }],
  [money({ minCents: 0n, maxCents: 1n }), { kind: 'decimal', precision: 12, scale: 2 }],
  [product({ quantity: 'a', price: 'b' }), { kind: 'decimal', precision: 18, scale: 2 }],
  [date(), { kind: 'date' }],
] as const)('holds a field of kind $kind', (field, type) => {
  expect(columnType(field)).toEqual(type);
});

it('has a column a field, in the order of the contract, nullable where the field may be missing', () => {
  const columns = contractColumns(orders);
  expect(columns.map(({ name }) => name)).toEqual(Object.keys(orders.fields));
  expect(columns.filter(({ nullable }) => nullable).map(({ name }) => name)).toEqual(['shop_name']);
});

it('puts the lineage behind the clean row', () => {
  expect(silverColumns(orders)).toEqual([...contractColumns(orders), ...lineageColumns]);
  expect(lineageColumns.map(({ name }) => name)).toEqual(['_source_time', '_source_key', '_source_offset']);
});
