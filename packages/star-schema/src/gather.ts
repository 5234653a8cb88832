import type { Column, Table, TextValues } from '@sales/parquet';

/** Copies some rows of a table, in the order given. */
export function gatherRows(table: Table, rows: Uint32Array): Table {
  return {
    ...table,
    rowCount: rows.length,
    columns: table.columns.map((column) => gatherColumn(column, rows)),
  };
}

/** Copies some rows of a column; a dictionary is shared. */
export function gatherColumn(column: Column, rows: Uint32Array): Column {
  switch (column.kind) {
    case 'codes':
      return {
        kind: 'codes',
        codes: gather(column.codes, rows, new Int32Array(rows.length)),
        dictionary: column.dictionary,
      };
    case 'text':
      return { kind: 'text', values: gatherText(column.values, rows), ...gatherValidity(column, rows) };
    case 'int32':
      return {
        kind: 'int32',
        values: gather(column.values, rows, new Int32Array(rows.length)),
        ...gatherValidity(column, rows),
      };
    case 'int64':
      return {
        kind: 'int64',
        values: gather(column.values, rows, new BigInt64Array(rows.length)),
        ...gatherValidity(column, rows),
      };
  }
}

function gather<A extends Int32Array | BigInt64Array | Uint8Array>(from: A, rows: Uint32Array, to: A): A {
  for (let index = 0; index < rows.length; index++) to[index] = from[rows[index]!]!;
  return to;
}

function gatherValidity({ validity }: { readonly validity?: Uint8Array }, rows: Uint32Array) {
  return validity === undefined ? {} : { validity: gather(validity, rows, new Uint8Array(rows.length)) };
}

function gatherText({ bytes, offsets }: TextValues, rows: Uint32Array): TextValues {
  const taken = new Uint32Array(rows.length + 1);
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]!;
    taken[index + 1] = taken[index]! + offsets[row + 1]! - offsets[row]!;
  }
  const heap = new Uint8Array(taken[rows.length]!);
  for (let index = 0; index < rows.length; index++) {
    let to = taken[index]!;
    const end = offsets[rows[index]! + 1]!;
    for (let at = offsets[rows[index]!]!; at < end; at++) heap[to++] = bytes[at]!;
  }
  return { bytes: heap, offsets: taken };
}
