import { renderCents } from '@sales/schema';

/**
 * Renders text as SQL.
 *
 * A backslash is written as `CHR(92)`: in Redshift's literals it escapes, in DuckDB's it is a character like others.
 */
export function sqlText(value: string): string {
  const parts = value.split('\\').map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? parts[0]! : `(${parts.join(' || CHR(92) || ')})`;
}

/** Renders `YYYY-MM-DD` as a DATE. */
export function sqlDate(day: string): string {
  return `CAST(${sqlText(day)} AS DATE)`;
}

/** Renders an ISO 8601 time as a TIMESTAMP in UTC, to the millisecond. */
export function sqlTime(time: string): string {
  return `CAST(${sqlText(new Date(time).toISOString().slice(0, -1).replace('T', ' '))} AS TIMESTAMP)`;
}

/** Renders cents as a decimal number with two places. */
export function sqlCents(cents: bigint): string {
  return renderCents(cents);
}
