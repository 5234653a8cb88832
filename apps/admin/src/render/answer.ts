import type { QueryResult, QueryValue } from '@sales/etl-core';
import type { Page } from './page.ts';
import { type Column, renderTable } from './table.ts';

/** Renders the rows of a query's answer as a table; numbers stand to the right. */
export function renderRows(page: Page, { columns, rows }: QueryResult): readonly string[] {
  const headings = columns.map(
    ({ name, type }): Column => ({ heading: name, align: isNumber(type) ? 'right' : 'left' }),
  );
  return renderTable(
    page,
    headings,
    rows.map((row) => row.map(cellOf)),
  );
}

function isNumber(type: string): boolean {
  return /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT|INTEGER|UINTEGER|DECIMAL|DOUBLE|FLOAT)/.test(type);
}

function cellOf(value: QueryValue): string {
  if (value === null) return 'NULL';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
