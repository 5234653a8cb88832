import type { LoadErrorDetail } from '@sales/warehouse';
import { Effect } from 'effect';
import type { RedshiftOptions } from '../options.ts';
import type { Connection } from './connection.ts';
import { read } from './statement.ts';

/** Reads what Redshift noted of the files of a COPY that failed; nothing where it noted nothing or does not tell. */
export function readLoadErrors(
  connection: Connection,
  options: RedshiftOptions,
  queryId: number | undefined,
): Effect.Effect<readonly LoadErrorDetail[]> {
  if (queryId === undefined || queryId <= 0) return Effect.succeed([]);
  return read(
    connection,
    options,
    `SELECT TRIM(file_name), line_number, TRIM(column_name), TRIM(error_message)
FROM sys_load_error_detail
WHERE query_id = ${queryId}
ORDER BY start_time
LIMIT 5`,
  ).pipe(
    Effect.map(({ rows }) =>
      rows.map(([file, line, column, problem]) => ({
        file: String(file),
        ...(line === null || line === undefined ? {} : { line: Number(line) }),
        ...(column === null || column === '' ? {} : { column: String(column) }),
        problem: String(problem).replace(/[.!]$/, ''),
      })),
    ),
    // The load failed for another reason than that this cannot be read.
    Effect.catch(() => Effect.succeed([])),
  );
}
