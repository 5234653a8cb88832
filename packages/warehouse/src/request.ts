import type { Star } from '@sales/schema';

/** One Parquet file of gold. */
export interface GoldFile {
  /** A local path, or `s3://bucket/key`. */
  readonly url: string;
  /** Its exact size: Redshift's COPY takes it from the manifest. */
  readonly sizeBytes: number;
  readonly rows: number;
}

/** What a batch brings to the warehouse, and what the warehouse must find in it. */
export interface LoadRequest {
  readonly star: Star;
  readonly batchId: string;
  /** Names the set of source objects: the same for every attempt, so that no set is loaded twice. */
  readonly digest: string;
  readonly attempt: number;
  /** The number of the lock under which the batch runs; a load with a lower one than an earlier load's is refused. */
  readonly fence: number;
  /** `YYYY-MM-DD`. */
  readonly ingestDate: string;
  /** An ISO 8601 time in UTC. */
  readonly loadedAt: string;
  /** The fact's files, with the columns `factColumns`. */
  readonly fact: readonly GoldFile[];
  /** The dimensions' files by table, with the columns `dimensionDeltaColumns`. */
  readonly dimensions: Readonly<Record<string, readonly GoldFile[]>>;
  /** What the files must hold, or the load is refused. */
  readonly expected: {
    readonly factRows: number;
    readonly measureCents: bigint;
    /** By table. */
    readonly dimensionRows: Readonly<Record<string, number>>;
  };
  /** The rows of the batch that are not in the fact's files, and all that were read. */
  readonly counts: {
    readonly read: number;
    readonly rejected: number;
    /** Within the batch. */
    readonly duplicates: number;
    /** Within the batch. */
    readonly superseded: number;
  };
  /** The batch's quarantined rows by reason, those superseded within it included. */
  readonly reasons: Readonly<Record<string, number>>;
}
