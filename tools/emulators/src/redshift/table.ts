import type { Client } from 'pg';
import type { CopyStatement } from './copyStatement.ts';
import { asRedshiftError, SqlError } from './errors.ts';

/** A column of a table that a COPY fills. */
export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly kind: 'text' | 'int2' | 'int4' | 'int8' | 'numeric' | 'date' | 'timestamp' | 'boolean' | 'float';
  /** Of a VARCHAR: bytes, in Redshift. */
  readonly maxBytes: number | undefined;
  readonly precision: number | undefined;
}

const kinds: Readonly<Record<string, TableColumn['kind']>> = {
  varchar: 'text',
  bpchar: 'text',
  text: 'text',
  int2: 'int2',
  int4: 'int4',
  int8: 'int8',
  numeric: 'numeric',
  date: 'date',
  timestamp: 'timestamp',
  bool: 'boolean',
  float4: 'float',
  float8: 'float',
};

/** Reads the columns that a COPY fills, in its order. */
export async function copyColumns(client: Client, copy: CopyStatement): Promise<readonly TableColumn[]> {
  const { rows } = await client
    .query<{ name: string; type: string; base: string; modifier: string }>(
      `SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, t.typname AS base, a.atttypmod AS modifier
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum`,
      [copy.table],
    )
    .catch((cause: unknown) => {
      throw asRedshiftError(cause);
    });
  const columns = rows.map(({ name, type, base, modifier }): TableColumn => {
    const kind = kinds[base];
    if (kind === undefined) throw new SqlError(`ERROR: COPY into a column of type ${type} is not rehearsed`);
    const size = Number(modifier) - 4;
    return {
      name,
      type,
      kind,
      maxBytes: kind === 'text' && size > 0 ? size : undefined,
      precision: kind === 'numeric' && size > 0 ? (size >> 16) & 0xffff : undefined,
    };
  });
  return (
    copy.columns?.map((wanted) => {
      const found = columns.find(({ name }) => name === wanted);
      if (found === undefined)
        throw new SqlError(`ERROR: column "${wanted}" of relation "${copy.table}" does not exist`);
      return found;
    }) ?? columns
  );
}
