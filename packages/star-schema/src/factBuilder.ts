import type { Column, Table, TextValues } from '@sales/parquet';
import { attributesHashColumn, factColumns, type Star } from '@sales/schema';
import { attributesHashes } from './attributesHash.ts';
import { columnOf, numberReader } from './columnView.ts';
import type { Resolution } from './resolution.ts';

/** Makes the fact of a batch. */
export interface FactBuilder {
  /** Takes the next clean rows, in the order of the key scan, and gives those that win with the columns `factColumns`. */
  readonly add: (table: Table) => Table;
  readonly rowCount: number;
  /** The sum of the measure so far, in cents. */
  readonly measureCents: bigint;
}

/** Starts the fact of a batch whose rows were decided. */
export function createFactBuilder(star: Star, resolution: Resolution): FactBuilder {
  const schema = factColumns(star);
  let nextRow = 0;
  let rowCount = 0;
  let measureCents = 0n;

  return {
    add(table) {
      const kept: number[] = [];
      for (let row = 0; row < table.rowCount; row++) if (!resolution.isLost(nextRow + row)) kept.push(row);
      nextRow += table.rowCount;
      rowCount += kept.length;
      const measureAt = numberReader(columnOf(table, star.fact.measure));
      for (const row of kept) measureCents += measureAt(row) as bigint;
      const hashes = attributesHashes(star, table);
      const columns = schema.map(
        ({ name }): Column =>
          name === attributesHashColumn.name
            ? { kind: 'int64', values: BigInt64Array.from(kept, (row) => hashes[row]!) }
            : gather(columnOf(table, name), kept),
      );
      return { schema, rowCount: kept.length, columns };
    },
    get rowCount() {
      return rowCount;
    },
    get measureCents() {
      return measureCents;
    },
  };
}

/** Copies some rows of a column. */
function gather(column: Column, rows: readonly number[]): Column {
  switch (column.kind) {
    case 'codes':
      return { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]!) };
    case 'text':
      return { kind: 'text', values: gatherText(column.values, rows), ...gatherValidity(column, rows) };
    case 'int32':
      return {
        kind: 'int32',
        values: Int32Array.from(rows, (row) => column.values[row]!),
        ...gatherValidity(column, rows),
      };
    case 'int64':
      return {
        kind: 'int64',
        values: BigInt64Array.from(rows, (row) => column.values[row]!),
        ...gatherValidity(column, rows),
      };
  }
}

function gatherValidity(column: { readonly validity?: Uint8Array }, rows: readonly number[]) {
  const { validity } = column;
  return validity === undefined ? {} : { validity: Uint8Array.from(rows, (row) => validity[row]!) };
}

function gatherText({ bytes, offsets }: TextValues, rows: readonly number[]): TextValues {
  const taken = new Uint32Array(rows.length + 1);
  rows.forEach((row, index) => {
    taken[index + 1] = taken[index]! + offsets[row + 1]! - offsets[row]!;
  });
  const heap = new Uint8Array(taken[rows.length]!);
  rows.forEach((row, index) => heap.set(bytes.subarray(offsets[row], offsets[row + 1]), taken[index]));
  return { bytes: heap, offsets: taken };
}
