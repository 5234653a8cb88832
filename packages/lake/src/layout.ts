import { createHash } from 'node:crypto';

/** The day of ingestion and the batch that a silver file belongs to. `ingestDate` is `YYYY-MM-DD`. */
export interface SilverBatch {
  readonly ingestDate: string;
  readonly batchId: string;
}

/** A gold table and the batch that adds to it. */
export interface GoldBatch {
  readonly table: string;
  readonly batchId: string;
}

/** The n-th file of its kind, from 0. */
export interface Part {
  readonly part: number;
}

/** The keys of one data set's own files: bronze, silver and quarantine. Prefixes end in `/`. */
export interface DataSetLayout {
  readonly rawPrefix: string;
  readonly silverPrefix: string;
  readonly silverBatchPrefix: (batch: SilverBatch) => string;
  readonly silverPartKey: (part: SilverBatch & Part) => string;
  readonly quarantinePrefix: string;
  readonly quarantineBatchPrefix: (batchId: string) => string;
  readonly quarantinePartKey: (part: { readonly batchId: string } & Part) => string;
  /** The silver partition columns, outermost first, e.g. `sales_year`, `sales_month`, `sales_day`. */
  readonly partitionColumns: readonly [string, string, string];
}

/** Builds the keys of a data set, e.g. `sales`. Its functions throw a RangeError for a name that is no path segment. */
export function dataSetLayout(dataSet: string): DataSetLayout {
  const name = segment('data set', dataSet);
  const rawPrefix = `raw/${name}/`;
  const silverPrefix = `silver/${name}/`;
  const quarantinePrefix = `quarantine/${name}/`;
  const partitionColumns = [`${name}_year`, `${name}_month`, `${name}_day`] as const;
  const silverBatchPrefix = (batch: SilverBatch): string => {
    const values = datePieces(batch.ingestDate);
    const days = partitionColumns.map((column, index) => `${column}=${values[index]}/`).join('');
    return `${silverPrefix}${days}${batchFolder(batch.batchId)}`;
  };
  const quarantineBatchPrefix = (batchId: string): string => `${quarantinePrefix}${batchFolder(batchId)}`;
  return {
    rawPrefix,
    silverPrefix,
    silverBatchPrefix,
    silverPartKey: (part) => `${silverBatchPrefix(part)}${partName(part.part)}.parquet`,
    quarantinePrefix,
    quarantineBatchPrefix,
    quarantinePartKey: (part) => `${quarantineBatchPrefix(part.batchId)}${partName(part.part)}.ndjson`,
    partitionColumns,
  };
}

/** The folder of what one batch adds to or changes in a gold table. */
export function goldBatchPrefix(batch: GoldBatch): string {
  return `gold/${segment('table', batch.table)}/${batchFolder(batch.batchId)}`;
}

export function goldPartKey(part: GoldBatch & Part): string {
  return `${goldBatchPrefix(part)}${partName(part.part)}.parquet`;
}

/** The folder of a gold table's optional CSV form. */
export function goldCsvBatchPrefix(batch: GoldBatch): string {
  return `gold/csv/${segment('table', batch.table)}/${batchFolder(batch.batchId)}`;
}

export function goldCsvPartKey(part: GoldBatch & Part): string {
  return `${goldCsvBatchPrefix(part)}${partName(part.part)}.csv`;
}

/** The folder of every batch's manifest, state and reports. */
export const runsPrefix = 'runs/';

/** The four objects that describe one batch. */
export function runKeys(batchId: string) {
  const prefix = `${runsPrefix}${segment('batch', batchId)}/`;
  return {
    prefix,
    manifest: `${prefix}manifest.json`,
    state: `${prefix}state.json`,
    reportJson: `${prefix}report.json`,
    reportHtml: `${prefix}report.html`,
  } as const;
}

/** The key that records which batch took a source object: one per bucket, key and version. */
export function ledgerKey(object: {
  readonly bucket: string;
  readonly key: string;
  readonly version: string;
}): string {
  // JSON keeps the three apart: ("a", "bc") and ("ab", "c") must not meet.
  const name = JSON.stringify([object.bucket, object.key, object.version]);
  return `ledger/${createHash('sha256').update(name).digest('hex')}.json`;
}

export function lockKey(name: string): string {
  return `locks/${segment('lock', name)}.json`;
}

/** Finds the batch a key belongs to by its `batch=<id>` folder, or undefined. */
export function batchIdOf(key: string): string | undefined {
  return /(?:^|\/)batch=([^/]+)\//.exec(key)?.[1];
}

function batchFolder(batchId: string): string {
  return `batch=${segment('batch', batchId)}/`;
}

function partName(part: number): string {
  if (!Number.isInteger(part) || part < 0) throw new RangeError(`A part number is 0 or more, not ${part}.`);
  return `part-${String(part).padStart(5, '0')}`;
}

function datePieces(ingestDate: string): readonly string[] {
  const pieces = /^(\d{4})-(\d{2})-(\d{2})$/.exec(ingestDate)?.slice(1);
  if (!pieces) throw new RangeError(`An ingest date is YYYY-MM-DD, not "${ingestDate}".`);
  return pieces;
}

function segment(what: string, name: string): string {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name)) {
    throw new RangeError(
      `The ${what} "${name}" cannot be part of a path: use letters, digits, "_", "-" and "." only.`,
    );
  }
  return name;
}
