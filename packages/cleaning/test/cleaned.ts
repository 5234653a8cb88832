import { columnText, type Table } from '@sales/parquet';
import { salesContract } from '@sales/schema';
import {
  type Cleaner,
  type CleanerOptions,
  type CleaningReport,
  createCleaner,
  parseReject,
  type Reject,
} from '../src/index.ts';

/** A clean row with its lineage, by column: numbers and cents as they are. */
export type CleanedRow = Readonly<Record<string, string | number | bigint | null>>;

/** What cleaning makes of one object. */
export interface CleanedText {
  readonly rows: readonly CleanedRow[];
  readonly rejects: readonly Reject[];
  readonly report: CleaningReport;
}

export const ingestDate = '2024-06-30';

/** Cleans one object given in any chunks. */
export function cleanChunks(
  chunks: Iterable<Uint8Array>,
  key = 'raw/sales/a.ndjson',
  create: (options: CleanerOptions) => Cleaner = createCleaner,
): CleanedText {
  const cleaner = create({ contract: salesContract, ingestDate, rowsPerTable: 64 });
  cleaner.startObject({ key, version: 'v1', eventTimeMs: 1_700_000_000_123 });
  for (const chunk of chunks) cleaner.push(chunk);
  const report = cleaner.endObject();
  const { tables, rejects } = cleaner.finish();
  return { rows: tables.flatMap(tableRows), rejects: rejectLines(rejects), report };
}

/** Cleans one object given whole. */
export function cleanText(text: string | Uint8Array, key?: string): CleanedText {
  return cleanChunks([Buffer.from(text as string)], key);
}

/** Parses quarantine text. */
export function rejectLines(lines: Uint8Array): Reject[] {
  return Buffer.from(lines).toString().split('\n').filter(Boolean).map(parseReject);
}

/** Gives a table's rows. */
export function tableRows(table: Table): CleanedRow[] {
  return Array.from({ length: table.rowCount }, (_, row) =>
    Object.fromEntries(
      table.schema.map(({ name }, index) => {
        const column = table.columns[index]!;
        if (column.kind === 'codes' || column.kind === 'text') return [name, columnText(column, row)];
        return [name, column.validity?.[row] === 0 ? null : column.values[row]!];
      }),
    ),
  );
}
