import { type ColumnDefinition, redshiftType } from '@sales/schema';
import { sqlName, sqlNames, type TableDefinition } from '@sales/warehouse';

/** Renders where a table's rows live: a copy on every node, or spread by a column so that joins on it stay on a node. */
export function renderSpread(spread: TableDefinition['spread']): string {
  return spread === 'copied' ? 'DISTSTYLE ALL' : `DISTSTYLE KEY DISTKEY (${sqlName(spread.by)})`;
}

/** Renders the lines between the parentheses of a CREATE TABLE. */
export function renderColumns(columns: readonly ColumnDefinition[]): string {
  return columns
    .map(
      ({ name, type, nullable }) => `  ${sqlName(name)} ${redshiftType(type)}${nullable ? '' : ' NOT NULL'}`,
    )
    .join(',\n');
}

/**
 * Renders a table of the warehouse. Its primary key informs the planner, which trusts it: no row is ever checked
 * against it, so the load proves it in its own transaction.
 */
export function renderTable({ name, columns, key, spread, sortedBy }: TableDefinition): string {
  const primaryKey = key.length === 0 ? '' : `,\n  PRIMARY KEY (${sqlNames(key)})`;
  const sortKey = sortedBy.length === 0 ? '' : `\nCOMPOUND SORTKEY (${sqlNames(sortedBy)})`;
  return `CREATE TABLE IF NOT EXISTS ${sqlName(name)} (\n${renderColumns(columns)}${primaryKey}\n)\n${renderSpread(spread)}${sortKey}`;
}
