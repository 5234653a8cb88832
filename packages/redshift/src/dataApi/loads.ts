import { createHash } from 'node:crypto';
import type { DescribeStatementCommandOutput } from '@aws-sdk/client-redshift-data';
import { type LoadRequest, type LoadResult, type Statement, WarehouseError } from '@sales/warehouse';
import { Clock, Effect } from 'effect';
import { renderLoad } from '../load.ts';
import { describeWarehouse, type RedshiftOptions } from '../options.ts';
import { readOutcome } from './batches.ts';
import type { Connection } from './connection.ts';
import { statementFailure } from './failure.ts';
import { readLoadErrors } from './loadErrors.ts';
import { failedPart, isRunning } from './statement.ts';

/** A load that was started, as a value that JSON can hold. */
export interface LoadHandle {
  readonly statementId: string;
  readonly batchId: string;
  readonly digest: string;
  readonly contract: string;
  /** How often this load was started, this time included. */
  readonly tries: number;
  /** Milliseconds since 1970. */
  readonly startedAtMs: number;
  /** What each of its statements is for, so that a failure can be explained. */
  readonly statements: readonly Pick<Statement, 'step' | 'reason' | 'checks'>[];
}

/** How far a load is. */
export type LoadProgress =
  | { readonly state: 'running' }
  | { readonly state: 'loaded'; readonly result: LoadResult };

/** One that fails this often with nothing in between is not helped by one more. */
const maxTries = 50;

/**
 * Starts the load of a batch, and does not wait for it.
 *
 * Called again for the same request it finds the load that runs or has loaded, by its token; only after one that
 * failed it starts the next.
 */
export const startLoad = Effect.fn('Redshift.startLoad')(function* (
  connection: Connection,
  options: RedshiftOptions,
  request: LoadRequest,
): Effect.fn.Return<LoadHandle, WarehouseError> {
  const { batchId, digest, star } = request;
  const manifestFolder = `${options.runsUrl}/${batchId}/copy`;
  const { schema, copyRole, format = 'parquet' } = options;
  const target = { schema, iamRole: copyRole, manifestFolder, format };
  const { manifests, statements } = renderLoad(request, target);
  yield* Effect.forEach(manifests, ({ url, body }) => writeManifest(options, url, body), {
    concurrency: 'unbounded',
    discard: true,
  });
  const sqls = statements.map(({ sql }) => sql);
  for (let tries = 1; tries <= maxTries; tries += 1) {
    const statementId = yield* connection.start(sqls, token(request, tries, sqls));
    const description = yield* connection.describe(statementId);
    if (description !== undefined && !isRunning(description) && description.Status !== 'FINISHED') continue;
    return {
      statementId,
      batchId,
      digest,
      contract: star.contract.name,
      tries,
      startedAtMs: description?.CreatedAt?.getTime() ?? (yield* Clock.currentTimeMillis),
      statements: statements.map(({ step, reason, checks }) =>
        checks === undefined ? { step, reason } : { step, reason, checks },
      ),
    };
  }
  return yield* new WarehouseError({
    reason: 'Failed',
    message: `The load of batch ${batchId} into the ${describeWarehouse(options)} failed ${maxTries} times. Look at its statements there, then start the batch again to take a new lock.`,
  });
});

/** Tells how far a load is; fails with why it failed. A batch that is loaded all the same, by whomever, is loaded. */
export const pollLoad = Effect.fn('Redshift.pollLoad')(function* (
  connection: Connection,
  options: RedshiftOptions,
  handle: LoadHandle,
): Effect.fn.Return<LoadProgress, WarehouseError> {
  const description = yield* connection.describe(handle.statementId);
  if (description !== undefined && isRunning(description)) return { state: 'running' };
  const star = { contract: { name: handle.contract } };
  const outcome = yield* readOutcome(connection, options, star, handle.digest);
  const finished = description?.Status === 'FINISHED';
  if (outcome === undefined) return yield* explainFailure(connection, options, handle, description);
  const endedAtMs = description?.UpdatedAt?.getTime() ?? (yield* Clock.currentTimeMillis);
  const seconds = Math.max(0, (endedAtMs - handle.startedAtMs) / 1000);
  return { state: 'loaded', result: { alreadyLoaded: !finished, ...outcome, seconds } };
});

const explainFailure = Effect.fnUntraced(function* (
  connection: Connection,
  options: RedshiftOptions,
  { statements, batchId }: LoadHandle,
  description: DescribeStatementCommandOutput | undefined,
): Effect.fn.Return<never, WarehouseError> {
  if (description?.Status === 'FINISHED')
    return yield* new WarehouseError({
      reason: 'Failed',
      message: `The load of batch ${batchId} committed in the ${describeWarehouse(options)}, but etl_batch does not have it: somebody removed it since.`,
    });
  const failed = failedPart(description, []);
  const statement = failed.index === undefined ? undefined : statements[failed.index];
  const files =
    statement?.reason === 'BadFile' ? yield* readLoadErrors(connection, options, failed.queryId) : [];
  return yield* statementFailure(options, failed, statement === undefined ? {} : { statement, files });
});

function writeManifest(
  options: RedshiftOptions,
  url: string,
  body: string,
): Effect.Effect<void, WarehouseError> {
  return Effect.mapError(options.writeManifest(url, body), (cause) => {
    const said = cause instanceof Error ? cause.message : String(cause);
    return new WarehouseError({
      reason: (cause as { readonly retryable?: boolean }).retryable === true ? 'Unavailable' : 'BadFile',
      message: `The manifest ${url}, by which Redshift finds the gold files, cannot be written: ${said}`,
      cause,
    });
  });
}

/** Names one try at a load: the same words under the same name are run once. A token has 64 characters at most. */
function token({ batchId, attempt }: LoadRequest, tries: number, sqls: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([batchId, attempt, tries, sqls]))
    .digest('hex');
}
