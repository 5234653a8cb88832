import { openBucket } from './bucket.ts';
import { prepareCatalog } from './catalog.ts';
import { dataApi } from './dataApi.ts';
import type { BeforeStatement } from './execution.ts';
import { startPostgres } from './postgres.ts';
import { serveJson } from './server.ts';

export { ApiError, SqlError } from './errors.ts';

/** What a Redshift stand-in is, and where it looks. */
export interface RedshiftOptions {
  /** Names of clusters and workgroups that it answers for; `sales` where there are none. */
  readonly warehouses?: readonly string[];
  /** The one database it has; `sales` unless told. */
  readonly database?: string;
  /** Keeps the data; they go when it stops where there is none. */
  readonly folder?: string;
  /** Where COPY finds S3; the SDK's own variables say it unless told. */
  readonly s3Endpoint?: string;
  readonly port?: number;
  /** The roles that COPY may name beside `default`; any unless told. */
  readonly copyRoles?: readonly string[];
  /** Called with the ARN of each call's secret; throws ApiError where it cannot be read. */
  readonly readSecret?: (arn: string) => Promise<void>;
  /** Rows of a page of a result; 1000 unless told. */
  readonly pageRows?: number;
  /** How long results are kept; a day unless told. */
  readonly resultsKeptMs?: number;
  /** Called before each statement; may wait, or throw SqlError. */
  readonly beforeStatement?: BeforeStatement;
}

/** A Redshift stand-in that runs. */
export interface Redshift {
  /** The Data API's endpoint, for AWS_ENDPOINT_URL_REDSHIFT_DATA. */
  readonly endpoint: string;
  /** Runs SQL beside the Data API, for tests that look; values are text. */
  readonly rows: (sql: string) => Promise<readonly (readonly (string | null)[])[]>;
  readonly stop: () => Promise<void>;
}

/** Starts a Redshift Data API on loopback over a PostgreSQL of its own. */
export async function startRedshift(options: RedshiftOptions = {}): Promise<Redshift> {
  const postgres = await startPostgres(options.folder);
  const bucket = openBucket(options.s3Endpoint);
  const admin = await postgres.connect();
  await prepareCatalog(admin);
  const http = await serveJson(
    dataApi(
      { postgres, copy: { bucket, roles: options.copyRoles }, beforeStatement: options.beforeStatement },
      {
        warehouses: options.warehouses ?? ['sales'],
        database: options.database ?? 'sales',
        readSecret: options.readSecret,
        pageRows: options.pageRows ?? 1000,
        resultsKeptMs: options.resultsKeptMs ?? 24 * 3_600_000,
      },
    ),
    options.port,
  );
  return {
    endpoint: http.url,
    rows: async (sql) => (await admin.query<(string | null)[]>({ text: sql, rowMode: 'array' })).rows,
    stop: async () => {
      await http.close();
      await admin.end();
      bucket.close();
      await postgres.stop();
    },
  };
}
