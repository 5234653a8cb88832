import { lineageColumns } from '@sales/schema';
import type { LoadRequest } from '../request.ts';
import { sqlDate, sqlText, sqlTime } from '../sql/literal.ts';
import { sqlName, sqlNames } from '../sql/name.ts';
import { batchColumns } from './batchRow.ts';
import { countOf } from './factMerge.ts';
import { objectColumns } from './objectRow.ts';
import type { Step } from './step.ts';
import { batchTable, objectTable, quarantineTable } from './tables.ts';

/** The reason of a quarantined row that lost to another of the same business key. */
const superseded = 'superseded';
const sourceKey = lineageColumns[1].name;

/** Writes the batch's row and its quarantined rows by reason, those that came late included. */
export function recordSteps(request: LoadRequest): readonly Step[] {
  const { batchId, reasons } = request;
  const batch = sqlText(batchId);
  const late = `${reasons[superseded] ?? 0} + late`;
  const quarantined = [
    ...Object.entries(reasons)
      .filter(([reason, rows]) => reason !== superseded && rows > 0)
      .map(([reason, rows]) => `SELECT ${batch}, ${sqlText(reason)}, ${rows}`),
    `SELECT ${batch}, ${sqlText(superseded)}, ${late} FROM load_count WHERE ${late} > 0`,
  ];
  return [
    { name: `record in ${batchTable}`, kind: 'run', sql: insertBatch(request) },
    {
      name: `record in ${objectTable}`,
      kind: 'run',
      sql: `INSERT INTO ${objectTable} (${sqlNames(objectColumns.map(({ name }) => name))})
SELECT ${batch}, ${sourceKey}, ${countOf('corrected')}, ${countOf('duplicate', 'moved')}, ${countOf('late')}
FROM load_match
GROUP BY ${sourceKey}`,
    },
    {
      name: `record in ${quarantineTable}`,
      kind: 'run',
      sql: `INSERT INTO ${quarantineTable} (batch_id, reason, rows)\n${quarantined.join('\nUNION ALL ')}`,
    },
  ];
}

function insertBatch(request: LoadRequest): string {
  const { contract } = request.star;
  const { read, rejected, duplicates, superseded } = request.counts;
  const values: Record<(typeof batchColumns)[number]['name'], string | number> = {
    batch_id: sqlText(request.batchId),
    digest: sqlText(request.digest),
    attempt: request.attempt,
    fence: request.fence,
    contract: sqlText(contract.name),
    contract_version: contract.version,
    ingest_date: sqlDate(request.ingestDate),
    loaded_at: sqlTime(request.loadedAt),
    read,
    inserted: 'c.inserted',
    corrected: 'c.corrected',
    loaded: 'c.inserted + c.corrected',
    rejected,
    quarantined: `${rejected} + ${superseded} + c.late`,
    duplicates: `${duplicates} + c.duplicates`,
    duplicates_across: 'c.duplicates',
    superseded: `${superseded} + c.late + c.corrected`,
    late: 'c.late',
    measure: 'c.measure',
  };
  const names = batchColumns.map(({ name }) => name);
  return `INSERT INTO ${batchTable} (${sqlNames(names)})
SELECT
  ${names.map((name) => `${values[name]} AS ${sqlName(name)}`).join(',\n  ')}
FROM load_count c`;
}
