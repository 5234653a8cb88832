import { type Column, columnText, type ParquetFile, type Table } from '@sales/parquet';
import { renderDay } from '@sales/schema';
import { UnrenderableError } from './errors.ts';

/**
 * The field that stands for null. An empty field is an empty text to COPY, so null needs a word of its own, which no
 * data have: a text that is equal to it is refused rather than lost.
 */
export const csvNull = '<null 7d1f0c52>';

/** How many rows are one piece of text: some megabytes at most. */
const rowsAtOnce = 10_000;

/**
 * Renders a Parquet file as CSV, as RFC 4180 describes it and COPY reads it with `format: 'csv'`: a header, LF after each
 * line, decimals exact, times in UTC to the microsecond. Gives it in pieces, a few thousand rows each.
 *
 * Rejects with UnrenderableError where a text is `csvNull`.
 */
export async function* csvPieces(file: ParquetFile): AsyncGenerator<string> {
  yield `${file.schema.map(({ name }) => quoted(name)).join(',')}\n`;
  for (let group = 0; group < file.rowGroupCount; group += 1) {
    const table = await file.readRowGroup(group);
    const fields = table.schema.map((_, index) => fieldOf(table, index));
    for (let start = 0; start < table.rowCount; start += rowsAtOnce)
      yield lines(fields, start, Math.min(start + rowsAtOnce, table.rowCount));
  }
}

type FieldOf = (row: number) => string;

function lines(fields: readonly FieldOf[], start: number, end: number): string {
  let text = '';
  for (let row = start; row < end; row += 1) {
    text += fields[0]!(row);
    for (let index = 1; index < fields.length; index += 1) text += `,${fields[index]!(row)}`;
    text += '\n';
  }
  return text;
}

function fieldOf({ schema, columns }: Table, index: number): FieldOf {
  const { name, type } = schema[index]!;
  const column = columns[index]!;
  if (column.kind === 'codes' || column.kind === 'text')
    return (row) => {
      const text = columnText(column, row);
      if (text === csvNull)
        throw new UnrenderableError(
          `A text of ${name} is ${csvNull}, which stands for null in CSV. Load this batch as Parquet.`,
        );
      return text === null ? csvNull : quoted(text);
    };
  const render = renderer(type);
  return (row) => (column.validity?.[row] === 0 ? csvNull : render(valueOf(column, row)));
}

function valueOf(column: Extract<Column, { kind: 'int32' | 'int64' }>, row: number): bigint {
  return BigInt(column.values[row]!);
}

function renderer(type: Table['schema'][number]['type']): (value: bigint) => string {
  switch (type.kind) {
    case 'decimal':
      return (value) => renderDecimal(value, type.scale);
    case 'date':
      return (value) => renderDay(Number(value));
    case 'timestamp':
      return renderTime;
    default:
      return String;
  }
}

function renderDecimal(unscaled: bigint, scale: number): string {
  if (scale === 0) return String(unscaled);
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Renders microseconds since 1970 as `YYYY-MM-DD HH:MM:SS.ffffff`. */
function renderTime(micros: bigint): string {
  const second = micros / 1_000_000n - (micros % 1_000_000n < 0n ? 1n : 0n);
  const text = new Date(Number(second) * 1000).toISOString().slice(0, 19).replace('T', ' ');
  return `${text}.${String(micros - second * 1_000_000n).padStart(6, '0')}`;
}

/** Quotes a text where it must be: also where a reader might trim it, or take it for nothing. */
function quoted(text: string): string {
  return text === '' || /["\n\r,\\]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
