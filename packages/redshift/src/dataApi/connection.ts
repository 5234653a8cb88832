import type {
  BatchExecuteStatementCommandOutput,
  DescribeStatementCommandOutput,
  GetStatementResultCommandOutput,
  RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';
import type { WarehouseError } from '@sales/warehouse';
import { Effect, type Scope } from 'effect';
import type { RedshiftOptions } from '../options.ts';
import { keepLongIntegers } from './longIntegers.ts';
import { callFailure } from './failure.ts';

/** The calls of the Data API, to one warehouse. */
export interface Connection {
  /** Starts statements as one transaction; a token that was used for the same ones starts nothing. Gives an id. */
  readonly start: (sqls: readonly string[], token?: string) => Effect.Effect<string, WarehouseError>;
  /** Describes a statement; undefined once it is forgotten, a day after it ended. */
  readonly describe: (
    id: string,
  ) => Effect.Effect<DescribeStatementCommandOutput | undefined, WarehouseError>;
  readonly cancel: (id: string) => Effect.Effect<void, WarehouseError>;
  readonly page: (
    id: string,
    token?: string,
  ) => Effect.Effect<GetStatementResultCommandOutput, WarehouseError>;
}

/** Connects to the Data API by the SDK's own settings: region, credentials, endpoint. */
export const connect = Effect.fn('Redshift.connect')(function* (
  options: RedshiftOptions,
): Effect.fn.Return<Connection, never, Scope.Scope> {
  // Loaded when it is needed: who only renders SQL does not pay for the SDK.
  const sdk = yield* Effect.promise(() => import('@aws-sdk/client-redshift-data'));
  const client = yield* Effect.acquireRelease(
    Effect.sync(() => {
      const made = new sdk.RedshiftDataClient({
        // Throttling and lost connections are retried here, with back-off and jitter.
        maxAttempts: 6,
        requestHandler: {
          connectionTimeout: 5_000,
          requestTimeout: options.callTimeoutMs ?? 30_000,
          throwOnRequestTimeout: true,
        },
      });
      keepLongIntegers(made);
      return made;
    }),
    (made) => Effect.sync(() => made.destroy()),
  );
  const call = <A>(
    operation: string,
    send: (client: RedshiftDataClient, signal: AbortSignal) => Promise<A>,
  ) =>
    Effect.tryPromise({
      try: (signal) => send(client, signal),
      catch: (cause) => callFailure({ options, operation }, cause as Error),
    }).pipe(Effect.withSpan(`Redshift.${operation}`));
  const target = targetOf(options);

  return {
    start: (sqls, token) =>
      Effect.map(
        call('BatchExecuteStatement', (api, abortSignal) =>
          api.send(
            new sdk.BatchExecuteStatementCommand({
              ...target,
              Sqls: [...sqls],
              ...(token === undefined ? {} : { ClientToken: token }),
            }),
            { abortSignal },
          ),
        ),
        ({ Id }: BatchExecuteStatementCommandOutput) => Id!,
      ),
    describe: (id) =>
      call('DescribeStatement', (api, abortSignal) =>
        api.send(new sdk.DescribeStatementCommand({ Id: id }), { abortSignal }).catch((cause: unknown) => {
          if ((cause as Error).name === 'ResourceNotFoundException') return undefined;
          throw cause;
        }),
      ),
    cancel: (id) =>
      Effect.asVoid(
        call('CancelStatement', (api, abortSignal) =>
          api.send(new sdk.CancelStatementCommand({ Id: id }), { abortSignal }),
        ),
      ),
    page: (id, token) =>
      call('GetStatementResult', (api, abortSignal) =>
        api.send(new sdk.GetStatementResultCommand({ Id: id, NextToken: token }), { abortSignal }),
      ),
  };
});

function targetOf({ warehouse, database, secretArn }: RedshiftOptions) {
  return {
    Database: database,
    ...('workgroup' in warehouse
      ? { WorkgroupName: warehouse.workgroup }
      : {
          ClusterIdentifier: warehouse.cluster,
          ...(warehouse.dbUser === undefined ? {} : { DbUser: warehouse.dbUser }),
        }),
    ...(secretArn === undefined ? {} : { SecretArn: secretArn }),
  };
}
