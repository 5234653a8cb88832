/** A column of a Markdown table. */
export interface TableColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** Renders a Markdown table; every row has a cell for each column. */
export function renderTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
  return [
    renderRow(columns.map(({ title }) => title)),
    `|${columns.map(({ align }) => (align === 'right' ? '---:' : '---')).join('|')}|`,
    ...rows.map(renderRow),
  ].join('\n');
}

function renderRow(cells: readonly string[]): string {
  return `| ${cells.map(escapeCell).join(' | ')} |`;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}
