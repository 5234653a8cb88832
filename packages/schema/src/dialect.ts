import type { ColumnDefinition, ColumnType } from './column.ts';

/** Renders a column type for the Glue Data Catalog (Hive's names). */
export function glueType(type: ColumnType): string {
  switch (type.kind) {
    case 'text':
      return 'string';
    case 'int32':
      return 'int';
    case 'int64':
      return 'bigint';
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'date':
    case 'timestamp':
      return type.kind;
  }
}

/** Gives columns as the Glue Data Catalog's API takes them. */
export function glueColumns(
  columns: readonly ColumnDefinition[],
): { readonly Name: string; readonly Type: string }[] {
  return columns.map(({ name, type }) => ({ Name: name, Type: glueType(type) }));
}

/** Renders a column type for Redshift; VARCHAR counts bytes. */
export function redshiftType(type: ColumnType): string {
  return type.kind === 'text' ? `VARCHAR(${type.maxBytes})` : sqlType(type);
}

/** Renders a column type for DuckDB, whose VARCHAR has no length. */
export function duckDbType(type: ColumnType): string {
  return type.kind === 'text' ? 'VARCHAR' : sqlType(type);
}

function sqlType(type: Exclude<ColumnType, { kind: 'text' }>): string {
  switch (type.kind) {
    case 'int32':
      return 'INTEGER';
    case 'int64':
      return 'BIGINT';
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'date':
      return 'DATE';
    case 'timestamp':
      return 'TIMESTAMP';
  }
}

/** Renders the parenthesised column list of a CREATE TABLE statement, a column a line. */
export function renderColumns(
  columns: readonly ColumnDefinition[],
  typeOf: (type: ColumnType) => string,
): string {
  return columns
    .map(({ name, type, nullable }) => `  ${name} ${typeOf(type)}${nullable ? '' : ' NOT NULL'}`)
    .join(',\n');
}
