import {
  type ColumnDefinition,
  type ColumnType,
  cleanRowJsonSchema,
  dimensionColumns,
  dimensionDeltaColumns,
  duckDbType,
  factColumns,
  glueColumns,
  rawRowJsonSchema,
  redshiftType,
  renderColumns,
  salesContract,
  salesStar,
  silverColumns,
} from '../src/index.ts';

/** The tables of the sales data set with their columns: silver, the fact, and each dimension as delta and as queried. */
export const salesTables: Readonly<Record<string, readonly ColumnDefinition[]>> = {
  silver_sales: silverColumns(salesContract),
  [salesStar.fact.table]: factColumns(salesStar),
  ...Object.fromEntries(
    salesStar.dimensions.flatMap((dimension) => [
      [`${dimension.table}_delta`, dimensionDeltaColumns(salesStar, dimension)],
      [dimension.table, dimensionColumns(salesStar, dimension)],
    ]),
  ),
};

/** Renders a CREATE TABLE statement. */
export function renderTable(name: string, typeOf: (type: ColumnType) => string): string {
  return `CREATE TABLE ${name} (\n${renderColumns(salesTables[name]!, typeOf)}\n);\n`;
}

/** Everything that is rendered from the sales contract and its star, by the name of its golden file. */
export function salesRenderings(): Readonly<Record<string, string>> {
  const names = Object.keys(salesTables);
  const glue = Object.fromEntries(names.map((name) => [name, glueColumns(salesTables[name]!)]));
  return {
    'rawRow.schema.json': json(rawRowJsonSchema(salesContract)),
    'cleanRow.schema.json': json(cleanRowJsonSchema(salesContract)),
    'glue.json': json(glue),
    'redshift.sql': names.map((name) => renderTable(name, redshiftType)).join('\n'),
    'duckdb.sql': names.map((name) => renderTable(name, duckDbType)).join('\n'),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
