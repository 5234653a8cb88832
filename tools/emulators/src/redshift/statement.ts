import type { StatementResult } from './session.ts';

export type Status = 'SUBMITTED' | 'STARTED' | 'FINISHED' | 'FAILED' | 'ABORTED';

/** One statement of a batch, or of its own, while it is known. */
export interface SubStatement {
  readonly sql: string;
  status: Status;
  updatedAt: number;
  startedAt: number | undefined;
  durationNs: number;
  error: string | undefined;
  queryId: number;
  result: StatementResult | undefined;
}

/** What one call of ExecuteStatement or BatchExecuteStatement runs. */
export interface Execution {
  readonly id: string;
  readonly isBatch: boolean;
  readonly autoCommit: boolean;
  /** The call's parameters, less what its answers do not repeat. */
  readonly input: ExecuteInput;
  readonly createdAt: number;
  readonly statements: readonly SubStatement[];
  sessionPid: number;
  status: Status;
  updatedAt: number;
  error: string | undefined;
  /** Resolved when nothing of it runs any more. */
  ended: Promise<void>;
  /** Set when a caller wants it stopped. */
  cancelled: boolean;
}

/** The parameters of both calls. */
export interface ExecuteInput {
  readonly Sql?: string;
  readonly Sqls?: readonly string[];
  readonly Database?: string;
  readonly ClusterIdentifier?: string;
  readonly WorkgroupName?: string;
  readonly SecretArn?: string;
  readonly DbUser?: string;
  readonly ClientToken?: string;
  readonly StatementName?: string;
  readonly ExecutionMode?: 'TRANSACTION' | 'AUTO_COMMIT';
  readonly WaitTimeSeconds?: number;
  readonly Parameters?: unknown;
  readonly SessionId?: string;
  readonly SessionKeepAliveSeconds?: number;
  readonly ResultFormat?: string;
}

export function hasEnded({ status }: { readonly status: Status }): boolean {
  return status === 'FINISHED' || status === 'FAILED' || status === 'ABORTED';
}

/** Makes a statement that waits for its turn. */
export function submitted(sql: string, now: number): SubStatement {
  return {
    sql,
    status: 'SUBMITTED',
    updatedAt: now,
    startedAt: undefined,
    durationNs: -1,
    error: undefined,
    queryId: 0,
    result: undefined,
  };
}

/** Describes an execution as DescribeStatement does, or one statement of a batch where `index` says which. */
export function describe(execution: Execution, index?: number): Readonly<Record<string, unknown>> {
  const { input } = execution;
  const common = {
    Database: input.Database,
    ClusterIdentifier: input.ClusterIdentifier,
    WorkgroupName: input.WorkgroupName,
    SecretArn: input.SecretArn,
    DbUser: input.DbUser ?? 'emulator',
    CreatedAt: execution.createdAt / 1000,
    RedshiftPid: execution.sessionPid,
    ResultFormat: 'JSON',
  };
  if (index !== undefined) return { ...common, ...describeSub(execution, index) };
  if (!execution.isBatch) return { ...common, ...describeSub(execution, 0), Id: execution.id };
  return {
    ...common,
    Id: execution.id,
    Status: execution.status,
    UpdatedAt: execution.updatedAt / 1000,
    ExecutionMode: execution.autoCommit ? 'AUTO_COMMIT' : 'TRANSACTION',
    Duration: execution.statements.reduce((sum, { durationNs }) => sum + Math.max(durationNs, 0), 0),
    HasResultSet: execution.statements.some(({ result }) => result?.columns !== undefined),
    ResultRows: -1,
    ResultSize: -1,
    RedshiftQueryId: 0,
    ...(execution.error === undefined ? {} : { Error: execution.error }),
    SubStatements: execution.statements.map((_, i) => describeSub(execution, i)),
  };
}

function describeSub(execution: Execution, index: number): Readonly<Record<string, unknown>> {
  const { sql, status, updatedAt, durationNs, error, queryId, result } = execution.statements[index]!;
  return {
    Id: `${execution.id}:${index + 1}`,
    QueryString: sql,
    Status: status,
    CreatedAt: execution.createdAt / 1000,
    UpdatedAt: updatedAt / 1000,
    Duration: durationNs,
    HasResultSet: result?.columns !== undefined,
    ResultRows: result?.count ?? -1,
    ResultSize: result?.columns === undefined ? -1 : JSON.stringify(result.rows).length,
    RedshiftQueryId: queryId,
    ...(error === undefined ? {} : { Error: error }),
  };
}
