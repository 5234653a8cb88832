import { PGlite, type Transaction } from '@electric-sql/pglite';
import type { Star } from '@sales/schema';
import { queryDuckDb } from '@sales/test-kit';
import {
  type GoldFile,
  type LoadRequest,
  type Statement,
  sqlName,
  sqlText,
  warehouseTables,
} from '@sales/warehouse';
import { renderLoad, renderMigration } from '../src/index.ts';

/** A statement failed; `cause` is what PostgreSQL said. */
export class StatementFailed extends Error {
  readonly statement: Statement;

  constructor(statement: Statement, cause: unknown) {
    super(`${statement.step}: ${String(cause)}`, { cause });
    this.statement = statement;
  }
}

/**
 * Starts a PostgreSQL that stands in for Redshift, which descends from it: it runs the very statements, less their
 * clauses on layout, and reads the files of a COPY through DuckDB. Its texts compare by bytes, as Redshift's do.
 */
export async function startPostgres(star: Star) {
  const postgres = await PGlite.create();
  for (const { sql } of renderMigration(star, 'post')) await postgres.exec(asPostgres(sql));
  return {
    /** Loads a batch in one transaction; throws StatementFailed. */
    load: (request: LoadRequest) =>
      postgres.transaction(async (transaction) => {
        for (const statement of renderLoad(inBucket(request), {
          schema: 'post',
          iamRole: 'default',
          manifestFolder: 's3://lake/copy',
        }).statements)
          try {
            await run(transaction, statement.sql, request);
          } catch (cause) {
            throw new StatementFailed(statement, cause);
          }
        // They last as long as the session, which in Redshift is one for each load.
        await transaction.exec('DISCARD TEMP');
      }),
    tables: async () => {
      const tables: Record<string, string[]> = {};
      for (const { name, columns } of warehouseTables(star)) {
        const texts = columns.map((column) => `CAST(${sqlName(column.name)} AS TEXT)`).join(', ');
        const { rows } = await postgres.query<string[]>(`SELECT ${texts} FROM post.${sqlName(name)}`, [], {
          rowMode: 'array',
        });
        tables[name] = rows.map((row) => JSON.stringify(row)).sort();
      }
      return tables;
    },
    close: () => postgres.close(),
  };
}

/** The same batch as if its files were in a bucket; `run` finds them by the table's name. */
function inBucket(request: LoadRequest): LoadRequest {
  return {
    ...request,
    fact: inBucketFile(request.star.fact.table),
    dimensions: Object.fromEntries(
      Object.keys(request.dimensions).map((table) => [table, inBucketFile(table)]),
    ),
  };
}

function inBucketFile(table: string): GoldFile[] {
  return [{ url: `s3://lake/${table}.parquet`, sizeBytes: 1, rows: 1 }];
}

async function run(transaction: Transaction, sql: string, request: LoadRequest): Promise<void> {
  const [, table] = /^COPY (stage_\w+)\n/.exec(sql) ?? [];
  if (table === undefined) return void (await transaction.exec(asPostgres(sql)));
  const name = table.slice('stage_'.length);
  const files = name === request.star.fact.table ? request.fact : request.dimensions[name]!;
  for (const { url } of files) {
    const rows = await queryDuckDb(`SELECT * FROM read_parquet(${sqlText(url)})`);
    await transaction.query(
      `INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1)`,
      [JSON.stringify(rows)],
    );
  }
}

function asPostgres(sql: string): string {
  return sql.replaceAll(/\n(?:DISTSTYLE (?:ALL|KEY DISTKEY \([^)]*\))|COMPOUND SORTKEY \([^)]*\))/g, '');
}
