import type { Effect } from 'effect';
import type { GoldFormat } from './dialect.ts';

/** A Serverless workgroup, or a provisioned cluster; `dbUser` is for a cluster without a secret. */
export type RedshiftName =
  | { readonly workgroup: string }
  | { readonly cluster: string; readonly dbUser?: string };

/** Which warehouse, as whom, and how its loads reach the lake. */
export interface RedshiftOptions {
  readonly warehouse: RedshiftName;
  readonly database: string;
  /** The schema that holds the star. */
  readonly schema: string;
  /** The ARN of the secret with user and password; without it the caller's IAM identity is the user. */
  readonly secretArn?: string;
  /** The role by which COPY reads the lake, as an ARN; `default` is the one that the warehouse has. */
  readonly copyRole: string;
  /** The folder of the batches' manifests, such as `s3://bucket/runs`: a load's go to `<runsUrl>/<batchId>/copy`. */
  readonly runsUrl: string;
  /** Writes a small object, over the one that is there; a load writes the manifests of its COPYs. */
  readonly writeManifest: (url: string, body: string) => Effect.Effect<void, unknown>;
  /** What the files of loads are; Parquet unless told. */
  readonly format?: GoldFormat;
  /** How often a load that lost to another transaction is started in all, by `load`; 5 unless told. */
  readonly tries?: number;
  /** How long one call of the Data API may take before it is tried again; 30 s unless told. */
  readonly callTimeoutMs?: number;
  /** The longest pause between two looks at a statement that runs; 5 s unless told. */
  readonly pollMs?: number;
}

/** Names the warehouse in a sentence. */
export function describeWarehouse({ warehouse, database }: RedshiftOptions): string {
  return 'workgroup' in warehouse
    ? `database ${database} of the Redshift workgroup ${warehouse.workgroup}`
    : `database ${database} of the Redshift cluster ${warehouse.cluster}`;
}
