import type { DescribeStatementCommandOutput, Field } from '@aws-sdk/client-redshift-data';
import type { QueryValue, WarehouseError } from '@sales/warehouse';
import { Effect } from 'effect';
import { useSchema } from '../load.ts';
import type { RedshiftOptions } from '../options.ts';
import type { Connection } from './connection.ts';
import { statementFailure } from './failure.ts';

/** A result, or as much of it as was wanted; BIGINT, DECIMAL, DATE and TIMESTAMP are text. */
export interface Rows {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly Scalar[])[];
}

type Scalar = Exclude<QueryValue, object> | null;

const running: readonly (string | undefined)[] = ['SUBMITTED', 'PICKED', 'STARTED'];

export function isRunning({ Status }: DescribeStatementCommandOutput): boolean {
  return running.includes(Status);
}

/** Waits until a statement runs no more; undefined when the service has forgotten it. */
export const untilEnded = Effect.fnUntraced(function* (
  connection: Connection,
  id: string,
  { pollMs = 5_000 }: RedshiftOptions,
): Effect.fn.Return<DescribeStatementCommandOutput | undefined, WarehouseError> {
  for (let pauseMs = Math.min(100, pollMs); ; pauseMs = Math.min(pauseMs * 1.5, pollMs)) {
    const description = yield* connection.describe(id);
    if (description === undefined || !isRunning(description)) return description;
    yield* Effect.sleep(pauseMs);
  }
});

/** Reads with one statement; interrupted, it is cancelled. `maxRows` stops reading, not the statement. */
export const read = Effect.fnUntraced(function* (
  connection: Connection,
  options: RedshiftOptions,
  sql: string,
  maxRows = Number.POSITIVE_INFINITY,
): Effect.fn.Return<Rows, WarehouseError> {
  const sqls = [useSchema(options.schema).sql, sql];
  const id = yield* connection.start(sqls);
  const description = yield* untilEnded(connection, id, options).pipe(
    Effect.onInterrupt(() => Effect.ignore(connection.cancel(id))),
  );
  if (description?.Status !== 'FINISHED')
    return yield* statementFailure(options, failedPart(description, sqls));
  return yield* readResult(connection, `${id}:2`, maxRows);
});

/** What failed of a batch of statements: which, and what Redshift said. */
export interface FailedPart {
  /** From 0; undefined where no statement says that it was the one. */
  readonly index: number | undefined;
  readonly sql: string | undefined;
  readonly status: 'FAILED' | 'ABORTED' | 'FORGOTTEN';
  readonly error: string;
  readonly queryId: number | undefined;
}

/** Finds the statement that failed a batch. */
export function failedPart(
  description: DescribeStatementCommandOutput | undefined,
  sqls: readonly string[],
): FailedPart {
  const { SubStatements = [], Status, Error: error } = description ?? {};
  const index = SubStatements.findIndex((part) => part.Status === 'FAILED' || part.Error !== undefined);
  const part = SubStatements[index];
  return {
    index: part === undefined ? undefined : index,
    sql: part === undefined ? undefined : (sqls[index] ?? part.QueryString),
    status: description === undefined ? 'FORGOTTEN' : Status === 'ABORTED' ? 'ABORTED' : 'FAILED',
    error: part?.Error ?? error ?? 'Redshift gave no reason',
    queryId: part?.RedshiftQueryId,
  };
}

const readResult = Effect.fnUntraced(function* (
  connection: Connection,
  id: string,
  maxRows: number,
): Effect.fn.Return<Rows, WarehouseError> {
  let page = yield* connection.page(id);
  const columns = (page.ColumnMetadata ?? []).map(({ name, label, typeName }) => ({
    name: label ?? name ?? '',
    type: typeName ?? '',
  }));
  const rows: (readonly Scalar[])[] = [];
  while (true) {
    for (const record of page.Records ?? [])
      rows.push(record.map((field, i) => scalar(field, columns[i]!.type)));
    if (page.NextToken === undefined || page.NextToken === '' || rows.length >= maxRows) break;
    page = yield* connection.page(id, page.NextToken);
  }
  return { columns, rows: rows.length > maxRows ? rows.slice(0, maxRows) : rows };
});

function scalar(field: Field, type: string): Scalar {
  if (field.isNull === true) return null;
  if (field.booleanValue !== undefined) return field.booleanValue;
  if (field.doubleValue !== undefined) return field.doubleValue;
  if (field.longValue !== undefined) return longInteger(field.longValue, type);
  if (field.blobValue !== undefined) return Buffer.from(field.blobValue).toString('hex');
  return field.stringValue ?? null;
}

/** A BIGINT stays the text that `keepLongIntegers` made of it; shorter ones become numbers. */
function longInteger(value: unknown, type: string): Scalar {
  return type === 'int8' ? String(value) : Number(value);
}
