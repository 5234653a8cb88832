import type { Column, Table } from '@sales/parquet';
import type { ReadCase } from './readers.ts';

/** Says where two readings of a case differ first, as a sentence; undefined where they are the same. */
export function differenceOf(one: ReadCase, other: ReadCase): string | undefined {
  if (one.fault !== other.fault) return `faults: ${one.fault} and ${other.fault}`;
  for (let at = 0; at < Math.max(one.reports.length, other.reports.length); at++)
    if (one.reports[at] !== other.reports[at])
      return `reports of part ${at}:\n${one.reports[at]}\n${other.reports[at]}`;
  // What a cleaner holds after a fault may be anything.
  const count = Math.max(one.drained.length, other.drained.length);
  for (let at = 0; at < (one.fault === undefined ? count : 0); at++) {
    const [a, b] = [one.drained[at], other.drained[at]];
    if (a?.rejects !== b?.rejects) return `rejects behind chunk ${at}:\n${a?.rejects}\n${b?.rejects}`;
    if (a?.tables.length !== b?.tables.length)
      return `${a?.tables.length} and ${b?.tables.length} tables behind chunk ${at}`;
    for (let index = 0; index < (a?.tables.length ?? 0); index++) {
      const found = tableDifference(a!.tables[index]!, b!.tables[index]!);
      if (found !== undefined) return `table ${index} behind chunk ${at}: ${found}`;
    }
  }
  return undefined;
}

function tableDifference(one: Table, other: Table): string | undefined {
  if (one.rowCount !== other.rowCount) return `${one.rowCount} and ${other.rowCount} rows`;
  if (JSON.stringify(one.schema) !== JSON.stringify(other.schema)) return 'other columns';
  for (let index = 0; index < one.schema.length; index++) {
    const a = columnValues(one.columns[index]!, one.rowCount);
    const b = columnValues(other.columns[index]!, other.rowCount);
    for (let row = 0; row < one.rowCount; row++)
      if (a[row] !== b[row])
        return `${one.schema[index]!.name} of row ${row} is ${shown(a[row])} and ${shown(b[row])}`;
  }
  return undefined;
}

/** Gives a column's values whatever holds them; text is its bytes, one unit a byte. */
export function columnValues(column: Column, rows: number): ArrayLike<string | number | bigint | null> {
  if (column.kind === 'codes') {
    const words = textBytes(column.dictionary);
    return Array.from({ length: rows }, (_, row) => {
      const code = column.codes[row]!;
      if (code < -1 || code >= words.length)
        throw new RangeError(`Row ${row} has code ${code} of ${words.length}.`);
      return code < 0 ? null : words[code]!;
    });
  }
  const { validity } = column;
  const values: ArrayLike<string | number | bigint> =
    column.kind === 'text' ? textBytes(column.values) : column.values;
  if (values.length !== rows) throw new RangeError(`A column has ${values.length} values for ${rows} rows.`);
  if (validity === undefined) return values;
  return Array.from({ length: rows }, (_, row) => (validity[row] === 0 ? null : values[row]!));
}

function textBytes({ bytes, offsets }: Extract<Column, { readonly kind: 'codes' }>['dictionary']): string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: offsets.length - 1 }, (_, index) => {
    const [start, end] = [offsets[index]!, offsets[index + 1]!];
    if (start > end || end > bytes.length)
      throw new RangeError(`Text ${index} lies at ${start} to ${end} of ${bytes.length} bytes.`);
    return buffer.toString('latin1', start, end);
  });
}

function shown(value: unknown): string {
  return typeof value === 'bigint' ? `${value}n` : JSON.stringify(value);
}
