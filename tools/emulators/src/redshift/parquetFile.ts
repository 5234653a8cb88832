import type { DuckDBConnection } from '@duckdb/node-api';
import type { CopyFile } from './copyFiles.ts';
import { scanError } from './errors.ts';
import type { TableColumn } from './table.ts';

/** A column of a Parquet file, from its footer. */
interface Leaf {
  readonly name: string;
  readonly type: string;
  readonly typeLength: number | undefined;
  readonly convertedType: string;
  readonly logicalType: string;
  readonly precision: number | undefined;
}

/**
 * Renders the query for a Parquet file's rows in the order of the table's columns; throws SqlError where Redshift
 * would refuse the file: columns map by position, types must fit, a text may have so many bytes.
 */
export async function selectParquet(
  duckDb: DuckDBConnection,
  file: CopyFile,
  table: { readonly columns: readonly TableColumn[]; readonly fillRecord: boolean },
): Promise<string> {
  const leaves = await readLeaves(duckDb, file);
  const { columns, fillRecord } = table;
  if (leaves.length !== columns.length && !(fillRecord && leaves.length < columns.length))
    throw scanError(file.url, {
      errorCode: 15_007,
      errorMessage: `Unmatched number of columns between table and file. Table columns: ${columns.length}, Data columns: ${leaves.length}, File name: ${file.url}`,
    });
  for (const [i, leaf] of leaves.entries()) checkType(file, columns[i]!, leaf);
  await checkLengths(duckDb, file, columns, leaves);
  const values = columns.map((column, i) => (i < leaves.length ? value(column, leaves[i]!) : 'NULL'));
  return `SELECT ${values.join(', ')} FROM read_parquet('${file.path}')`;
}

async function readLeaves(duckDb: DuckDBConnection, file: CopyFile): Promise<readonly Leaf[]> {
  const reader = await duckDb
    .runAndReadAll(
      `SELECT name, type, type_length, coalesce(converted_type, ''), coalesce(logical_type, ''), precision, num_children FROM parquet_schema('${file.path}')`,
    )
    .catch((cause: unknown) => {
      throw scanError(
        file.url,
        { errorCode: 15_001, errorMessage: `File '${file.url}' has an invalid version number` },
        cause,
      );
    });
  const [, ...elements] = reader.getRowsJson() as [
    string,
    string,
    string | null,
    string,
    string,
    string | null,
    string | null,
  ][];
  return elements.map(([name, type, typeLength, convertedType, logicalType, precision, children]) => {
    if (children !== null && Number(children) > 0)
      throw scanError(file.url, {
        errorCode: 15_007,
        errorMessage: `Column ${name} of ${file.url} is nested`,
      });
    return {
      name,
      type,
      typeLength: typeLength === null ? undefined : Number(typeLength),
      convertedType,
      logicalType,
      precision: precision === null ? undefined : Number(precision),
    };
  });
}

function checkType(file: CopyFile, column: TableColumn, leaf: Leaf): void {
  const isDecimal = leaf.convertedType === 'DECIMAL' || leaf.logicalType.startsWith('Decimal');
  if (column.kind === 'numeric' && isDecimal && leaf.type === 'FIXED_LEN_BYTE_ARRAY') {
    const expected = decimalBytes(column.precision!);
    if (leaf.typeLength !== expected)
      throw scanError(file.url, {
        columnName: column.name,
        errorCode: 15_001,
        errorMessage: `${file.url} has an incompatible Parquet schema for column '${column.name}'. Expecting: ${expected} len in file: ${leaf.typeLength}`,
      });
  }
  const fits: Readonly<Record<TableColumn['kind'], boolean>> = {
    text: leaf.type === 'BYTE_ARRAY' && !isDecimal,
    int2: leaf.type === 'INT32' && !isDecimal,
    int4: leaf.type === 'INT32' && !isDecimal && leaf.convertedType !== 'DATE',
    int8: leaf.type === 'INT64' && !isDecimal && !leaf.convertedType.startsWith('TIMESTAMP'),
    numeric: isDecimal,
    date: leaf.type === 'INT32' && leaf.convertedType === 'DATE',
    timestamp: leaf.type === 'INT96' || (leaf.type === 'INT64' && leaf.convertedType.startsWith('TIMESTAMP')),
    boolean: leaf.type === 'BOOLEAN',
    float: leaf.type === 'DOUBLE' || leaf.type === 'FLOAT',
  };
  if (!fits[column.kind])
    throw scanError(file.url, {
      columnName: column.name,
      columnType: column.type,
      errorCode: 15_001,
      errorMessage:
        `${file.url} has an incompatible Parquet schema for column '${column.name}'. Column type: ${column.type}, Parquet schema: ${leaf.type.toLowerCase()} ${leaf.name} ${leaf.convertedType}`.trim(),
    });
}

/** Counts bytes, as a VARCHAR of Redshift's does. */
async function checkLengths(
  duckDb: DuckDBConnection,
  file: CopyFile,
  columns: readonly TableColumn[],
  leaves: readonly Leaf[],
): Promise<void> {
  const texts = columns
    .map((column, i) => ({ column, leaf: leaves[i] }))
    .filter(({ column, leaf }) => column.maxBytes !== undefined && leaf !== undefined);
  if (texts.length === 0) return;
  const longest = texts.map(({ leaf }) => `coalesce(max(strlen(${name(leaf!)}::VARCHAR)), 0)::INTEGER`);
  const reader = await duckDb.runAndReadAll(`SELECT ${longest.join(', ')} FROM read_parquet('${file.path}')`);
  const lengths = reader.getRowsJson()[0] as number[];
  for (const [i, { column }] of texts.entries())
    if (lengths[i]! > column.maxBytes!)
      throw scanError(file.url, {
        columnName: column.name,
        columnType: 'varchar',
        columnLength: String(column.maxBytes),
        errorCode: 15_001,
        errorMessage: `The length of the data column ${column.name} is longer than the length defined in the table. Table: ${column.maxBytes}, Data: ${lengths[i]}, File name: ${file.url}`,
      });
}

/** The fewest bytes that hold a decimal of a precision, sign included. */
function decimalBytes(precision: number): number {
  let bytes = 1;
  while (2n ** BigInt(8 * bytes - 1) <= 10n ** BigInt(precision) - 1n) bytes += 1;
  return bytes;
}

/** Renders a value; a timestamp in UTC goes without DuckDB's time zones, which an extension has. */
function value({ kind }: TableColumn, leaf: Leaf): string {
  return kind === 'timestamp' ? `make_timestamp(epoch_us(${name(leaf)}))` : name(leaf);
}

function name(leaf: Leaf): string {
  return `"${leaf.name.replaceAll('"', '""')}"`;
}
