import type { Statistics } from 'hyparquet';
import { ParquetError } from './errors.ts';
import { kernel } from './kernel/kernel.ts';
import { withScratch } from './kernel/scratch.ts';
import type { Column, ColumnSchema, ColumnType, Table, TableSchema } from './table.ts';

const COLUMN_KINDS: Readonly<Record<ColumnType['kind'], readonly Column['kind'][]>> = {
  text: ['text', 'codes'],
  int32: ['int32'],
  date: ['int32'],
  int64: ['int64'],
  timestamp: ['int64'],
  decimal: ['int64'],
};

/** Throws ParquetError, naming the column, unless the table's columns are those of `schema` and hold what it promises. */
export function assertConforms(table: Table, schema: TableSchema): void {
  if (table.columns.length !== schema.length) {
    throw new ParquetError(`The table has ${table.columns.length} columns; the file has ${schema.length}.`);
  }
  schema.forEach((expected, index) => {
    const given = table.schema[index];
    if (given !== expected && JSON.stringify(signature(given)) !== JSON.stringify(signature(expected))) {
      throw new ParquetError(
        `Column ${index} of the table is ${JSON.stringify(given)}; the file has ${JSON.stringify(expected)} there.`,
      );
    }
    assertColumn(table.columns[index]!, expected, table.rowCount);
  });
}

/** Throws ParquetError, naming the column, when a decimal's bounds have more digits than its precision. */
export function assertDigits(
  { name, type }: ColumnSchema,
  bounds: Pick<Statistics, 'min_value' | 'max_value'> = {},
): void {
  if (type.kind !== 'decimal') return;
  const limit = 10n ** BigInt(type.precision);
  for (const bound of [bounds.min_value, bounds.max_value]) {
    if (typeof bound === 'bigint' && (bound <= -limit || bound >= limit)) {
      throw new ParquetError(
        `Column "${name}" holds the unscaled value ${bound}, which DECIMAL(${type.precision},${type.scale}) has no room for.`,
      );
    }
  }
}

function signature(column: ColumnSchema | undefined): readonly unknown[] {
  if (column === undefined) return [];
  const { name, type, nullable } = column;
  return [name, type.kind, nullable, ...(type.kind === 'decimal' ? [type.precision, type.scale] : [])];
}

function assertColumn(column: Column, { name, type, nullable }: ColumnSchema, rowCount: number): void {
  if (!COLUMN_KINDS[type.kind].includes(column.kind)) {
    throw new ParquetError(`Column "${name}" is ${type.kind}, but the table holds it as ${column.kind}.`);
  }
  const rows = columnRows(column);
  if (rows !== rowCount) {
    throw new ParquetError(`Column "${name}" has ${rows} rows; the table has ${rowCount}.`);
  }
  if (column.kind === 'codes')
    return assertCodes(column.codes, column.dictionary.offsets.length - 1, name, nullable);
  if (column.validity === undefined) return;
  if (column.validity.length !== rowCount) {
    throw new ParquetError(
      `Column "${name}" says of ${column.validity.length} rows whether they are null, not of ${rowCount}.`,
    );
  }
  const nullRow = nullable ? -1 : column.validity.indexOf(0);
  if (nullRow >= 0) throw new ParquetError(`Column "${name}" is required, but row ${nullRow} is null.`);
}

function columnRows(column: Column): number {
  if (column.kind === 'codes') return column.codes.length;
  return column.kind === 'text' ? column.values.offsets.length - 1 : column.values.length;
}

function assertCodes(codes: Int32Array, dictionarySize: number, name: string, nullable: boolean): void {
  const least = nullable ? -1 : 0;
  if (isWithin(codes, least, dictionarySize)) return;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (code >= least && code < dictionarySize) continue;
    if (code === -1) throw new ParquetError(`Column "${name}" is required, but row ${row} is null.`);
    throw new ParquetError(
      `Column "${name}" has code ${code} in row ${row}; its dictionary has ${dictionarySize} values.`,
    );
  }
}

function isWithin(codes: Int32Array, least: number, end: number): boolean {
  return withScratch(kernel(), (scratch) => {
    const { codeRange, maxCode, minCode } = kernel();
    codeRange(scratch.put(codes), codes.length);
    return codes.length === 0 || (minCode.value >= least && maxCode.value < end);
  });
}
