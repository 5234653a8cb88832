import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from './errors.ts';
import { type Engine, execute } from './execution.ts';
import { resultPage } from './results.ts';
import { describe, type ExecuteInput, type Execution, hasEnded, submitted } from './statement.ts';

/** The limits that the Data API states, and those of a stand-in's tests. */
export interface DataApiOptions {
  /** Clusters and workgroups that there are. */
  readonly warehouses: readonly string[];
  readonly database: string;
  /** Throws ApiError where a secret cannot be read; none is looked at where undefined. */
  readonly readSecret: ((arn: string) => Promise<void>) | undefined;
  readonly pageRows: number;
  /** How long a result can be read, 24 h on AWS. */
  readonly resultsKeptMs: number;
}

const maxStatements = 40;
const maxStatementBytes = 100_000;
const maxActive = 200;
/** How long a token means the same call: 8 h. */
const tokenMs = 8 * 3_600_000;

type Answer = Readonly<Record<string, unknown>>;

/** The operations of the Data API, by the name they are called by. */
export function dataApi(engine: Engine, options: DataApiOptions) {
  const executions = new Map<string, Execution>();
  const tokens = new Map<string, { readonly fingerprint: string; readonly execution: Execution }>();

  const submit = async (input: ExecuteInput, sqls: readonly string[], isBatch: boolean): Promise<Answer> => {
    await checkTarget(input, options);
    checkStatements(input, sqls);
    const fingerprint = JSON.stringify({ ...input, WaitTimeSeconds: undefined });
    const known = input.ClientToken === undefined ? undefined : tokens.get(input.ClientToken);
    if (known !== undefined && Date.now() - known.execution.createdAt < tokenMs) {
      if (known.fingerprint !== fingerprint)
        throw new ApiError('ValidationException', 'The client token was used before with other parameters.');
      return receipt(known.execution);
    }
    if ([...executions.values()].filter((execution) => !hasEnded(execution)).length >= maxActive)
      throw new ApiError(
        'ActiveStatementsExceededException',
        'Active statements exceeded the allowed quota (200).',
      );
    const now = Date.now();
    const execution: Execution = {
      id: randomUUID(),
      isBatch,
      autoCommit: input.ExecutionMode === 'AUTO_COMMIT',
      input,
      createdAt: now,
      statements: sqls.map((sql) => submitted(sql, now)),
      sessionPid: 0,
      status: 'SUBMITTED',
      updatedAt: now,
      error: undefined,
      ended: Promise.resolve(),
      cancelled: false,
    };
    executions.set(execution.id, execution);
    if (input.ClientToken !== undefined) tokens.set(input.ClientToken, { fingerprint, execution });
    execution.ended = execute(engine, execution);
    await untilEnded(execution, input.WaitTimeSeconds);
    return receipt(execution);
  };

  const find = (id: unknown): { readonly execution: Execution; readonly index: number | undefined } => {
    const [, name = '', number] = /^([0-9a-f-]{36})(?::(\d+))?$/.exec(String(id)) ?? [];
    const execution = executions.get(name);
    const index = number === undefined ? undefined : Number(number) - 1;
    if (execution === undefined || (index !== undefined && execution.statements[index] === undefined))
      throw new ApiError('ResourceNotFoundException', 'Query does not exist.');
    return { execution, index };
  };

  return {
    ExecuteStatement: (input: ExecuteInput) => submit(input, [input.Sql ?? ''], false),
    BatchExecuteStatement: (input: ExecuteInput) => submit(input, input.Sqls ?? [], true),
    DescribeStatement: async (input: { readonly Id?: string; readonly WaitTimeSeconds?: number }) => {
      const { execution, index } = find(input.Id);
      await untilEnded(execution, input.WaitTimeSeconds);
      return describe(execution, index);
    },
    GetStatementResult: (input: { readonly Id?: string; readonly NextToken?: string }) => {
      const { execution, index } = find(input.Id);
      if (execution.isBatch && index === undefined)
        throw new ApiError(
          'ValidationException',
          'BatchExecuteStatement result can only be retrieved with sub-statement id.',
        );
      const { result } = execution.statements[index ?? 0]!;
      if (Date.now() - execution.updatedAt > options.resultsKeptMs)
        throw new ApiError('ResourceNotFoundException', 'Query result has expired.');
      if (execution.status !== 'FINISHED' || result === undefined)
        throw new ApiError(
          'ResourceNotFoundException',
          'Query does not have result. Please check query status with DescribeStatement.',
        );
      return resultPage(result, { token: input.NextToken, rows: options.pageRows });
    },
    CancelStatement: async (input: { readonly Id?: string }) => {
      const { execution } = find(input.Id);
      if (hasEnded(execution))
        throw new ApiError(
          'ValidationException',
          'Could not cancel a query that is already in FINISHED state.',
        );
      execution.cancelled = true;
      const client = await engine.postgres.connect();
      await client.query('SELECT pg_cancel_backend($1)', [execution.sessionPid]);
      await client.end();
      return { Status: true };
    },
    ListStatements: (input: { readonly Status?: string }) => ({
      Statements: [...executions.values()]
        .filter(
          ({ status }) => input.Status === undefined || input.Status === 'ALL' || input.Status === status,
        )
        .toReversed()
        .map((execution) => ({
          Id: execution.id,
          IsBatchStatement: execution.isBatch,
          Status: execution.status,
          StatementName: execution.input.StatementName,
          CreatedAt: execution.createdAt / 1000,
          UpdatedAt: execution.updatedAt / 1000,
          ...(execution.isBatch
            ? { QueryStrings: execution.statements.map(({ sql }) => sql) }
            : { QueryString: execution.statements[0]!.sql }),
        })),
    }),
  };
}

async function checkTarget(input: ExecuteInput, options: DataApiOptions): Promise<void> {
  const { ClusterIdentifier, WorkgroupName, Database, SecretArn, DbUser } = input;
  const warehouse = ClusterIdentifier ?? WorkgroupName;
  if (warehouse === undefined)
    throw new ApiError('ValidationException', 'ClusterIdentifier or WorkgroupName is missing.');
  if (ClusterIdentifier !== undefined && WorkgroupName !== undefined)
    throw new ApiError('ValidationException', 'ClusterIdentifier and WorkgroupName exclude each other.');
  if (SecretArn !== undefined && DbUser !== undefined)
    throw new ApiError('ValidationException', 'SecretArn and DbUser exclude each other.');
  if (!options.warehouses.includes(warehouse.split('/').at(-1)!))
    throw new ApiError('ValidationException', "Redshift endpoint doesn't exist in this region.");
  if (Database !== options.database)
    throw new ApiError('ValidationException', `FATAL: database "${Database ?? ''}" does not exist`);
  if (SecretArn !== undefined) await options.readSecret?.(SecretArn);
}

function checkStatements(input: ExecuteInput, sqls: readonly string[]): void {
  if (sqls.length === 0 || sqls.some((sql) => sql.trim() === '')) refuse('A SQL statement is missing.');
  if (sqls.length > maxStatements)
    refuse(`Member must have length less than or equal to ${maxStatements} at 'sqls'.`);
  if (sqls.some((sql) => Buffer.byteLength(sql) > maxStatementBytes))
    refuse('Cannot process query string larger than 100kB');
  if ((input.ClientToken?.length ?? 1) > 64 || input.ClientToken === '')
    refuse('A client token has 1 to 64 characters.');
  for (const name of ['Parameters', 'SessionId', 'SessionKeepAliveSeconds'] as const)
    if (input[name] !== undefined) refuse(`${name} is not rehearsed.`);
  if ((input.ResultFormat ?? 'JSON') !== 'JSON') refuse('ResultFormat CSV is not rehearsed.');
}

function receipt(execution: Execution): Answer {
  const { Database, ClusterIdentifier, WorkgroupName, SecretArn } = execution.input;
  return {
    Id: execution.id,
    CreatedAt: execution.createdAt / 1000,
    Database,
    ClusterIdentifier,
    WorkgroupName,
    SecretArn,
    Status: execution.status,
  };
}

async function untilEnded(execution: Execution, waitSeconds = 0): Promise<void> {
  if (waitSeconds > 0 && !hasEnded(execution))
    await Promise.race([execution.ended, delay(Math.min(waitSeconds, 30) * 1000, undefined, { ref: false })]);
}

function refuse(message: string): never {
  throw new ApiError('ValidationException', message);
}
