/** Text values as one byte heap: value i is `bytes[offsets[i] .. offsets[i + 1])` in UTF-8. `offsets.length` = count + 1. */
export interface TextValues {
  readonly bytes: Uint8Array;
  readonly offsets: Uint32Array;
}

/** What a column's values mean. A timestamp is microseconds since the epoch in UTC; a decimal is its unscaled integer. */
export type ColumnType =
  | { readonly kind: 'text' }
  | { readonly kind: 'int32' }
  | { readonly kind: 'int64' }
  | { readonly kind: 'date' }
  | { readonly kind: 'timestamp' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number };

/** One column's name, meaning and whether it may hold nulls. */
export interface ColumnSchema {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
}

/** The columns of a table, in order. */
export type TableSchema = readonly ColumnSchema[];

/** Where a dictionary's entries are in a list that outlives it: `numbers` are the same as long as `list` is. */
export interface DictionaryOrigin {
  readonly list: object;
  readonly numbers: Uint32Array;
}

/**
 * One column's values. `codes` index into `dictionary`, -1 is null; `isCompact` says that the rows use every entry, each first
 * by the row that comes after those that use the entries before it; `origin` numbers the entries in a larger list that
 * other tables' dictionaries are of too. `validity` is one byte a row, 0 is null; without it every row has a value. `int32` holds int32 and date (days since 1970-01-01), `int64` holds int64, timestamp and decimal.
 */
export type Column =
  | {
      readonly kind: 'codes';
      readonly codes: Int32Array;
      readonly dictionary: TextValues;
      readonly isCompact?: boolean;
      readonly origin?: DictionaryOrigin;
    }
  | { readonly kind: 'text'; readonly values: TextValues; readonly validity?: Uint8Array }
  | { readonly kind: 'int32'; readonly values: Int32Array; readonly validity?: Uint8Array }
  | { readonly kind: 'int64'; readonly values: BigInt64Array; readonly validity?: Uint8Array };

/** Rows held column by column; `columns[i]` belongs to `schema[i]` and has `rowCount` rows. */
export interface Table {
  readonly schema: TableSchema;
  readonly rowCount: number;
  readonly columns: readonly Column[];
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Builds a heap from strings. A lone surrogate becomes U+FFFD, as everywhere in UTF-8. */
export function textValues(values: readonly string[]): TextValues {
  const offsets = new Uint32Array(values.length + 1);
  let bytes = new Uint8Array(Math.max(64, values.length * 8));
  let end = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    // One UTF-16 unit is at most three UTF-8 bytes.
    const room = end + value.length * 3;
    if (room > bytes.length) {
      const grown = new Uint8Array(Math.max(room, bytes.length * 2));
      grown.set(bytes.subarray(0, end));
      bytes = grown;
    }
    end += encoder.encodeInto(value, bytes.subarray(end)).written;
    offsets[index + 1] = end;
  }
  return { bytes: bytes.subarray(0, end), offsets };
}

/** Decodes value `index`. */
export function textAt(values: TextValues, index: number): string {
  return decoder.decode(values.bytes.subarray(values.offsets[index], values.offsets[index + 1]));
}

/** Returns a text column's value in `row`, or null. Throws a TypeError for a column that holds numbers. */
export function columnText(column: Column, row: number): string | null {
  if (column.kind === 'codes') {
    const code = column.codes[row]!;
    return code < 0 ? null : textAt(column.dictionary, code);
  }
  if (column.kind === 'text') return column.validity?.[row] === 0 ? null : textAt(column.values, row);
  throw new TypeError(`A column of kind ${column.kind} holds no text.`);
}
