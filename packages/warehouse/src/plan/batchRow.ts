import type { ColumnDefinition } from '@sales/schema';
import type { LoadedBatch } from '../result.ts';
import { sqlText } from '../sql/literal.ts';
import { sqlNames } from '../sql/name.ts';

const text = { kind: 'text', maxBytes: 256 } as const;
const count = { kind: 'int64' } as const;

/** The columns of `etl_batch`, one row a loaded batch. */
export const batchColumns = [
  { name: 'batch_id', type: text, nullable: false },
  { name: 'digest', type: text, nullable: false },
  { name: 'attempt', type: { kind: 'int32' }, nullable: false },
  { name: 'fence', type: count, nullable: false },
  { name: 'contract', type: text, nullable: false },
  { name: 'contract_version', type: { kind: 'int32' }, nullable: false },
  { name: 'ingest_date', type: { kind: 'date' }, nullable: false },
  { name: 'loaded_at', type: { kind: 'timestamp' }, nullable: false },
  { name: 'read', type: count, nullable: false },
  { name: 'inserted', type: count, nullable: false },
  { name: 'corrected', type: count, nullable: false },
  { name: 'loaded', type: count, nullable: false },
  { name: 'rejected', type: count, nullable: false },
  { name: 'quarantined', type: count, nullable: false },
  { name: 'duplicates', type: count, nullable: false },
  { name: 'duplicates_across', type: count, nullable: false },
  { name: 'superseded', type: count, nullable: false },
  { name: 'late', type: count, nullable: false },
  { name: 'measure', type: { kind: 'decimal', precision: 18, scale: 2 }, nullable: false },
] as const satisfies readonly ColumnDefinition[];

/** Renders the query for the loads of a star, the earliest first, or for that of one set of objects. */
export function selectBatches(
  star: { readonly contract: { readonly name: string } },
  digest?: string,
): string {
  const which = digest === undefined ? '' : ` AND digest = ${sqlText(digest)}`;
  return `SELECT ${sqlNames(batchColumns.map((column) => column.name))}
FROM etl_batch
WHERE contract = ${sqlText(star.contract.name)}${which}
ORDER BY loaded_at, fence, batch_id`;
}

/** Decodes a row of `selectBatches`, whose numbers may be numbers or text. */
export function decodeBatch(row: readonly (string | number | boolean | null)[]): LoadedBatch {
  const at = (name: (typeof batchColumns)[number]['name']): string =>
    String(row[batchColumns.findIndex((column) => column.name === name)]);
  return {
    batchId: at('batch_id'),
    digest: at('digest'),
    attempt: Number(at('attempt')),
    fence: Number(at('fence')),
    contract: at('contract'),
    contractVersion: Number(at('contract_version')),
    ingestDate: at('ingest_date'),
    loadedAt: new Date(`${at('loaded_at').replace(' ', 'T')}Z`).toISOString(),
    read: Number(at('read')),
    inserted: Number(at('inserted')),
    corrected: Number(at('corrected')),
    loaded: Number(at('loaded')),
    rejected: Number(at('rejected')),
    quarantined: Number(at('quarantined')),
    duplicates: Number(at('duplicates')),
    duplicatesAcross: Number(at('duplicates_across')),
    superseded: Number(at('superseded')),
    late: Number(at('late')),
    measureCents: BigInt(at('measure').replace('.', '')),
  };
}
