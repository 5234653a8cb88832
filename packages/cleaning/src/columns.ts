import { type Column, type Table, textValues } from '@sales/parquet';
import type { ColumnDefinition, ColumnType } from '@sales/schema';
import type { CleanValue } from './rules/rule.ts';

/** Collects one column's values. */
interface ColumnBuilder {
  readonly add: (value: CleanValue) => void;
  readonly build: () => Column;
}

/** Collects rows into the columns of a table. */
export interface TableBuilder {
  /** Adds a row; `values` stand in the order of the columns. */
  readonly add: (values: readonly CleanValue[]) => void;
  readonly rowCount: number;
  /** Gives the rows collected so far as a table, and starts anew. */
  readonly take: () => Table;
}

/** Starts a table of the given columns. */
export function createTableBuilder(schema: readonly ColumnDefinition[]): TableBuilder {
  let builders = schema.map(({ type }) => columnBuilder(type));
  let rowCount = 0;
  return {
    add(values) {
      for (let index = 0; index < builders.length; index++) builders[index]!.add(values[index]!);
      rowCount++;
    },
    get rowCount() {
      return rowCount;
    },
    take() {
      const table = { schema, rowCount, columns: builders.map((builder) => builder.build()) };
      builders = schema.map(({ type }) => columnBuilder(type));
      rowCount = 0;
      return table;
    },
  };
}

function columnBuilder(type: ColumnType): ColumnBuilder {
  switch (type.kind) {
    case 'text':
      return textBuilder();
    case 'int32':
    case 'date':
      return int32Builder();
    default:
      return int64Builder();
  }
}

function textBuilder(): ColumnBuilder {
  const dictionary = new Map<string, number>();
  const codes: number[] = [];
  return {
    add(value) {
      if (value === null) return void codes.push(-1);
      const text = value as string;
      let code = dictionary.get(text);
      if (code === undefined) {
        code = dictionary.size;
        dictionary.set(text, code);
      }
      codes.push(code);
    },
    build: () => ({
      kind: 'codes',
      codes: Int32Array.from(codes),
      dictionary: textValues([...dictionary.keys()]),
    }),
  };
}

function int32Builder(): ColumnBuilder {
  const values: number[] = [];
  const validity = validityBuilder();
  return {
    add(value) {
      validity.add(value !== null);
      values.push((value as number | null) ?? 0);
    },
    build: () => ({ kind: 'int32', values: Int32Array.from(values), ...validity.build() }),
  };
}

function int64Builder(): ColumnBuilder {
  const values: bigint[] = [];
  const validity = validityBuilder();
  return {
    add(value) {
      validity.add(value !== null);
      values.push((value as bigint | null) ?? 0n);
    },
    build: () => ({ kind: 'int64', values: BigInt64Array.from(values), ...validity.build() }),
  };
}

function validityBuilder() {
  const present: number[] = [];
  let nulls = 0;
  return {
    add(isPresent: boolean): void {
      present.push(isPresent ? 1 : 0);
      if (!isPresent) nulls++;
    },
    build: (): { readonly validity?: Uint8Array } =>
      nulls === 0 ? {} : { validity: Uint8Array.from(present) },
  };
}
