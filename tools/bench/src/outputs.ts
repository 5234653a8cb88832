import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { salesStar } from '@sales/schema';

/** What can be told from the files of an engine, or from the truth: the same of both. */
export interface Outcome {
  /** Clean rows. */
  readonly silverRows: number;
  readonly rejectedRows: number;
  readonly factRows: number;
  /** The sum of the fact's amounts in cents, as decimal digits. */
  readonly totalAmountCents: string;
  readonly dimensions: Readonly<Record<string, DimensionOutcome>>;
}

/** A dimension by size and content. */
export interface DimensionOutcome {
  readonly rows: number;
  /** SHA-256, in hex, of the lines `key TAB attribute TAB ...`, sorted by bytes and joined by LF. */
  readonly sha256: string;
}

/**
 * Reads what an engine wrote: Parquet below `silver/` and `gold/<table>/`, Parquet or NDJSON below `quarantine/`.
 *
 * The files are read by DuckDB, whoever wrote them. Rows that lost against a later one of their sale may stand in
 * quarantine or not; they are not counted. Throws when a file is missing or unreadable.
 */
export async function readOutcome(folder: string): Promise<Outcome> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  /** A count, and a text that sums the rows up. */
  const first = async (sql: string) => {
    const [row] = (await connection.runAndReadAll(sql)).getRowsJson() as [string, string?][];
    return { rows: Number(row![0]), text: row![1] ?? '' };
  };
  const parquet = (part: string) => `read_parquet('${join(folder, part)}/**/*.parquet')`;
  try {
    const silver = await first(`SELECT count(*) FROM ${parquet('silver')}`);
    const rejected = await first(`SELECT count(*) FROM ${quarantine(folder)}`);
    const fact = await first(
      `SELECT count(*), coalesce(CAST(sum(total_amount) * 100 AS HUGEINT), 0)::VARCHAR FROM ${parquet('gold/fact_sales')}`,
    );
    const dimensions: Record<string, DimensionOutcome> = {};
    for (const { table, key, attributes } of salesStar.dimensions) {
      const texts = [key, ...attributes.map((name) => `coalesce(${name}, 'Unknown')`)].join(', ');
      const found = await first(
        `SELECT count(*), sha256(string_agg(line, chr(10) ORDER BY line))
         FROM (SELECT concat_ws(chr(9), ${texts}) AS line FROM ${parquet(`gold/${table}`)})`,
      );
      dimensions[table] = { rows: found.rows, sha256: found.text };
    }
    return {
      silverRows: silver.rows,
      rejectedRows: rejected.rows,
      factRows: fact.rows,
      totalAmountCents: fact.text,
      dimensions,
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function quarantine(folder: string): string {
  const files = join(folder, 'quarantine');
  if (!existsSync(files)) throw new Error(`there is no quarantine in ${folder}`);
  if (globSync('**/*.parquet', { cwd: files }).length > 0) return `read_parquet('${files}/**/*.parquet')`;
  return `(FROM read_ndjson_objects('${files}/**/part-*') WHERE json ->> '$.reasons[0]' <> 'superseded')`;
}
