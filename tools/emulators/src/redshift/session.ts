import type { Client } from 'pg';
import { copyInto, type CopyContext } from './copy.ts';
import { parseCopy } from './copyStatement.ts';
import { asPostgres, commits, syntaxFault } from './dialect.ts';
import { asRedshiftError, SqlError } from './errors.ts';

/** A column of a result. */
export interface ResultColumn {
  readonly name: string;
  /** PostgreSQL's number of its type. */
  readonly typeId: number;
  readonly modifier: number;
}

/** What a statement gave; all values are text. */
export interface StatementResult {
  /** Undefined where the statement has no result set. */
  readonly columns: readonly ResultColumn[] | undefined;
  readonly rows: readonly (readonly (string | null)[])[];
  /** Rows given or changed; -1 where that means nothing. */
  readonly count: number;
}

const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ';

/** Runs one statement of Redshift's; throws SqlError. */
export async function runStatement(
  client: Client,
  sql: string,
  context: CopyContext & { readonly inTransaction: boolean },
): Promise<StatementResult> {
  try {
    const fault = syntaxFault(sql);
    if (fault !== undefined) throw new SqlError(`ERROR: syntax error at or near "${fault}"`);
    const copy = parseCopy(sql);
    if (copy !== undefined)
      return { columns: undefined, rows: [], count: await copyInto(client, copy, context) };
    const result = await query(client, asPostgres(sql));
    if (context.inTransaction && commits(sql)) {
      await client.query('COMMIT');
      await client.query(begin);
    }
    await analyseDerived(client, sql);
    return result;
  } catch (cause) {
    throw asRedshiftError(cause);
  }
}

/** Runs a body as one transaction; like Redshift's default, it sees one snapshot of what others committed. */
export async function inTransaction<A>(client: Client, body: () => Promise<A>): Promise<A> {
  await client.query(begin);
  try {
    const result = await body();
    await client.query('COMMIT').catch((cause: unknown) => {
      throw asRedshiftError(cause);
    });
    return result;
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw cause;
  }
}

async function query(client: Client, text: string): Promise<StatementResult> {
  // The extended protocol takes one statement only, as the Data API does.
  const result = await client.query<(string | null)[]>({
    text,
    rowMode: 'array',
    queryMode: 'extended',
  } as never);
  const { fields, rows, rowCount } = result as unknown as {
    readonly fields: readonly { name: string; dataTypeID: number; dataTypeModifier: number }[];
    readonly rows: (string | null)[][];
    readonly rowCount: number | null;
  };
  const columns =
    fields.length === 0
      ? undefined
      : fields.map((field) => ({
          name: field.name,
          typeId: field.dataTypeID,
          modifier: field.dataTypeModifier,
        }));
  return { columns, rows, count: rowCount ?? -1 };
}

/** Gathers statistics of a table made from a query: nobody else does for temporary tables, and plans go wrong. */
async function analyseDerived(client: Client, sql: string): Promise<void> {
  const [, table] = /^\s*CREATE\s+TEMP(?:ORARY)?\s+TABLE\s+(\S+)\s[\s\S]*\bAS\s+SELECT\b/i.exec(sql) ?? [];
  if (table !== undefined) await client.query(`ANALYZE ${table}`);
}
