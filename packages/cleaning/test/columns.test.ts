import type { ColumnDefinition } from '@sales/schema';
import { expect, it } from 'vitest';
import { createTableBuilder } from '../src/columns.ts';
import { tableRows } from './cleaned.ts';

const columns = [
  { name: 'text', type: { kind: 'text', maxBytes: 10 }, nullable: true },
  { name: 'count', type: { kind: 'int32' }, nullable: true },
  { name: 'day', type: { kind: 'date' }, nullable: false },
  { name: 'cents', type: { kind: 'decimal', precision: 18, scale: 2 }, nullable: true },
] as const satisfies readonly ColumnDefinition[];

it('gives back the rows that it took, nulls among them', () => {
  const builder = createTableBuilder(columns);
  const rows = [
    ['a', 1, -1, 10n ** 17n],
    [null, null, 0, null],
    ['a', 0, 1, -1n],
    ['', 2 ** 31 - 1, 2, 0n],
    ['é😀', -(2 ** 31), 3, null],
  ] as const;
  for (const row of rows) builder.add(row);
  expect(builder.rowCount).toBe(5);
  const table = builder.take();
  expect(table.schema).toBe(columns);
  expect(tableRows(table).map((row) => Object.values(row))).toEqual(rows);
});

it('starts anew after a table was taken', () => {
  const builder = createTableBuilder(columns);
  builder.add(['a', 1, 1, 1n]);
  const first = builder.take();
  expect(builder.rowCount).toBe(0);
  builder.add(['b', 2, 2, null]);
  expect(tableRows(builder.take())).toEqual([{ text: 'b', count: 2, day: 2, cents: null }]);
  expect(tableRows(first)).toEqual([{ text: 'a', count: 1, day: 1, cents: 1n }]);
  expect(builder.take().rowCount).toBe(0);
});

it('says which values are null only where some are', () => {
  const builder = createTableBuilder(columns);
  builder.add(['a', 1, 1, null]);
  const [, count, , cents] = builder.take().columns;
  expect(count).not.toHaveProperty('validity');
  expect(cents).toHaveProperty('validity', Uint8Array.of(0));
});
