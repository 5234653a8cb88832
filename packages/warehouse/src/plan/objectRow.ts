import type { ColumnDefinition } from '@sales/schema';
import type { ObjectOutcome } from '../result.ts';
import { sqlText } from '../sql/literal.ts';
import { sqlNames } from '../sql/name.ts';

const count = { kind: 'int64' } as const;

/** The columns of `etl_batch_object`: what the warehouse knew already of a batch's objects, no row for one all new. */
export const objectColumns = [
  { name: 'batch_id', type: { kind: 'text', maxBytes: 256 }, nullable: false },
  { name: 'source_key', type: { kind: 'text', maxBytes: 1024 }, nullable: false },
  { name: 'corrected', type: count, nullable: false },
  { name: 'duplicates', type: count, nullable: false },
  { name: 'late', type: count, nullable: false },
] as const satisfies readonly ColumnDefinition[];

/** Renders the query for a batch's objects. */
export function selectObjects(batchId: string): string {
  return `SELECT ${sqlNames(objectColumns.map(({ name }) => name))}
FROM etl_batch_object
WHERE batch_id = ${sqlText(batchId)}
ORDER BY source_key`;
}

/** Decodes the rows of `selectObjects`, by source key. */
export function decodeObjects(
  rows: readonly (readonly (string | number | boolean | null)[])[],
): Readonly<Record<string, ObjectOutcome>> {
  return Object.fromEntries(
    rows.map(([, key, corrected, duplicates, late]) => [
      String(key),
      { corrected: Number(corrected), duplicates: Number(duplicates), late: Number(late) },
    ]),
  );
}
