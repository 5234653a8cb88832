/** What a load did with the rows of the fact's files: `inserted + corrected + duplicates + late` is all of them. */
export interface LoadResult {
  /** The same set of objects was loaded before: nothing was changed, and the numbers are those of that load. */
  readonly alreadyLoaded: boolean;
  readonly inserted: number;
  /** Rows that took the place of an earlier one with the same business key and other content. */
  readonly corrected: number;
  /** Rows whose like was already in the warehouse. */
  readonly duplicates: number;
  /** Rows that came after a later one with the same business key and other content; kept in `etl_superseded`. */
  readonly late: number;
  /** The sum of the measure of the inserted and corrected rows. */
  readonly measureCents: bigint;
  /** What was known already, by the key of the source object; an object whose rows were all new is left out. */
  readonly bySource: Readonly<Record<string, ObjectOutcome>>;
  readonly seconds: number;
}

/** How many rows of one object met a row of their business key in the warehouse; the others were inserted. */
export interface ObjectOutcome {
  readonly corrected: number;
  readonly duplicates: number;
  readonly late: number;
}

/** A row of `etl_batch`: one loaded batch. `read = loaded + quarantined + duplicates`. */
export interface LoadedBatch {
  readonly batchId: string;
  readonly digest: string;
  readonly attempt: number;
  readonly fence: number;
  readonly contract: string;
  readonly contractVersion: number;
  /** `YYYY-MM-DD`. */
  readonly ingestDate: string;
  /** An ISO 8601 time in UTC. */
  readonly loadedAt: string;
  readonly read: number;
  readonly inserted: number;
  readonly corrected: number;
  /** `inserted + corrected`. */
  readonly loaded: number;
  readonly rejected: number;
  /** Rejected rows, rows superseded within the batch, and late rows. */
  readonly quarantined: number;
  /** Within the batch and across batches. */
  readonly duplicates: number;
  /** Of these, those whose like an earlier batch had loaded. */
  readonly duplicatesAcross: number;
  /** Rows that lost to another of the same business key, in this batch or an earlier one. */
  readonly superseded: number;
  readonly late: number;
  /** The sum of the measure of the inserted and corrected rows. */
  readonly measureCents: bigint;
}

/** A value of a query's result, as JSON can hold it. */
export type QueryValue =
  | string
  | number
  | boolean
  | null
  | readonly QueryValue[]
  | { readonly [name: string]: QueryValue };

/** The answer to a query. */
export interface QueryResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** One array a row; DECIMAL, BIGINT, DATE and TIMESTAMP as text. */
  readonly rows: readonly (readonly QueryValue[])[];
  /** There were more rows than `maxRows`. */
  readonly truncated: boolean;
}
