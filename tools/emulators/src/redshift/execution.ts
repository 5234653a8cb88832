import type { Client } from 'pg';
import { recordLoadError } from './catalog.ts';
import type { CopyContext } from './copy.ts';
import { SqlError } from './errors.ts';
import type { PostgresServer } from './postgres.ts';
import { inTransaction, runStatement } from './session.ts';
import type { Execution, Status, SubStatement } from './statement.ts';

/** What a test may do to statements as they run: wait, or throw SqlError for Redshift's own failures. */
export type BeforeStatement = (sql: string) => void | Promise<void>;

/** What executions run with. */
export interface Engine {
  readonly postgres: PostgresServer;
  readonly copy: Omit<CopyContext, 'exchange'>;
  readonly beforeStatement: BeforeStatement | undefined;
}

let lastQueryId = 1000;

/** Runs an execution in a session of its own; how it ends is told by its statements, not by throwing. */
export async function execute(engine: Engine, execution: Execution): Promise<void> {
  const client = await engine.postgres.connect().catch((cause: unknown) => {
    settle(execution, 'FAILED', `ERROR: ${(cause as Error).message}`);
  });
  if (client === undefined) return;
  try {
    const { rows } = await client.query<{ pid: string }>('SELECT pg_backend_pid() AS pid');
    execution.sessionPid = Number(rows[0]!.pid);
    await (execution.autoCommit ? runEach(engine, client, execution) : runAsOne(engine, client, execution));
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function runAsOne(engine: Engine, client: Client, execution: Execution): Promise<void> {
  let failed: { readonly statement: SubStatement; readonly cause: SqlError } | undefined;
  const run = async (): Promise<void> => {
    for (const statement of execution.statements)
      try {
        if (execution.cancelled) throw new SqlError("ERROR: Query cancelled on user's request");
        await runOne(engine, client, execution, statement);
      } catch (cause) {
        failed = { statement, cause: cause as SqlError };
        throw cause;
      }
  };
  try {
    await inTransaction(client, run);
    settle(execution, 'FINISHED', undefined);
  } catch (cause) {
    const status = execution.cancelled ? 'ABORTED' : 'FAILED';
    const text = (cause as Error).message;
    if (failed !== undefined) {
      failed.statement.status = status;
      failed.statement.error = text;
      await noteLoadError(engine, execution, failed.statement, failed.cause);
    }
    for (const statement of execution.statements)
      if (statement.status === 'SUBMITTED' || statement.status === 'STARTED') statement.status = 'ABORTED';
    const number = failed === undefined ? 0 : execution.statements.indexOf(failed.statement) + 1;
    settle(
      execution,
      status,
      execution.isBatch && number > 0 ? `Query #${number} failed with ${text}` : text,
    );
  }
}

async function runEach(engine: Engine, client: Client, execution: Execution): Promise<void> {
  let error: string | undefined;
  for (const [index, statement] of execution.statements.entries())
    try {
      await runOne(engine, client, execution, statement);
    } catch (cause) {
      statement.status = 'FAILED';
      statement.error = (cause as Error).message;
      error ??= `Query #${index + 1} failed with ${statement.error}`;
      await noteLoadError(engine, execution, statement, cause as SqlError);
    }
  settle(execution, error === undefined ? 'FINISHED' : 'FAILED', error);
}

async function runOne(
  engine: Engine,
  client: Client,
  execution: Execution,
  statement: SubStatement,
): Promise<void> {
  lastQueryId += 1;
  statement.queryId = lastQueryId;
  statement.status = 'STARTED';
  execution.status = 'STARTED';
  const started = process.hrtime.bigint();
  try {
    await engine.beforeStatement?.(statement.sql);
    statement.result = await runStatement(client, statement.sql, {
      ...engine.copy,
      exchange: engine.postgres.exchange,
      inTransaction: !execution.autoCommit,
    });
    statement.status = 'FINISHED';
  } finally {
    statement.durationNs = Number(process.hrtime.bigint() - started);
    statement.updatedAt = Date.now();
    execution.updatedAt = statement.updatedAt;
  }
}

async function noteLoadError(
  { postgres }: Engine,
  execution: Execution,
  statement: SubStatement,
  { detail }: SqlError,
): Promise<void> {
  if (detail === undefined) return;
  const client = await postgres.connect();
  await recordLoadError(client, { queryId: statement.queryId, sessionId: execution.sessionPid }, detail);
  await client.end();
}

function settle(execution: Execution, status: Status, error: string | undefined): void {
  execution.status = status;
  execution.error = error;
  execution.updatedAt = Date.now();
}
