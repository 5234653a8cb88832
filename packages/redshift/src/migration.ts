import type { Star } from '@sales/schema';
import { type Statement, sqlName, warehouseTables } from '@sales/warehouse';
import { renderTable } from './layout.ts';
import { useSchema } from './load.ts';

/** Renders the creation of what is missing of a star's warehouse: its schema and its tables. */
export function renderMigration(star: Star, schema: string): readonly Statement[] {
  return [
    { step: 'create the schema', sql: `CREATE SCHEMA IF NOT EXISTS ${sqlName(schema)}`, reason: 'Failed' },
    useSchema(schema),
    ...warehouseTables(star).map(
      (table): Statement => ({ step: `create ${table.name}`, sql: renderTable(table), reason: 'Failed' }),
    ),
  ];
}
