import { type Column, type Table, textAt } from '@sales/parquet';

/** Gives a table's column by name; a missing one is a bug of the caller. */
export function columnOf(table: Table, name: string): Column {
  const index = table.schema.findIndex((column) => column.name === name);
  const column = table.columns[index];
  if (column === undefined) throw new Error(`The table has no column "${name}".`);
  return column;
}

/** Gives a text column's values row by row; a dictionary's entries are decoded when they are first asked for, and once. */
export function textReader(column: Column): (row: number) => string | null {
  if (column.kind === 'codes') {
    const { codes, dictionary } = column;
    const values: (string | undefined)[] = Array.from({ length: dictionary.offsets.length - 1 });
    return (row) => {
      const code = codes[row]!;
      return code < 0 ? null : (values[code] ??= textAt(dictionary, code));
    };
  }
  if (column.kind !== 'text') throw new Error(`A column of ${column.kind} was read as text.`);
  const { values, validity } = column;
  return (row) => (validity?.[row] === 0 ? null : textAt(values, row));
}

/** Gives a numeric column's values row by row: day numbers and integers, or cents and offsets. */
export function numberReader(column: Column): (row: number) => number | bigint | null {
  if (column.kind !== 'int32' && column.kind !== 'int64') {
    throw new Error(`A column of ${column.kind} was read as numbers.`);
  }
  const { values, validity } = column;
  return (row) => (validity?.[row] === 0 ? null : values[row]!);
}

/** Gives any column's values row by row. */
export function valueReader(column: Column): (row: number) => string | number | bigint | null {
  return column.kind === 'codes' || column.kind === 'text' ? textReader(column) : numberReader(column);
}

/** Gives 64-bit integers as pairs of 32-bit words, the low one first: reading them as such makes no BigInt. */
export function wordsOf(values: BigInt64Array): Int32Array {
  return new Int32Array(values.buffer, values.byteOffset, values.length * 2);
}
