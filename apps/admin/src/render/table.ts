import { cut, pad, visible, widthOf } from './cell.ts';
import type { Page } from './page.ts';

/** One column of a table. */
export interface Column {
  readonly heading: string;
  /** Default: left. */
  readonly align?: 'left' | 'right';
}

const gap = '  ';
/** A column that must give way keeps at least this much. */
const leastWidth = 8;

/** Renders rows under their headings, as wide as the page; cells that do not fit are cut. */
export function renderTable(
  page: Page,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const cells = rows.map((row) => row.map(visible));
  const headings = columns.map(({ heading }) => visible(heading));
  const widths = headings.map((heading, index) =>
    cells.reduce((widest, row) => Math.max(widest, widthOf(row[index] ?? '')), widthOf(heading)),
  );
  shrink(widths, (page.columns ?? Number.POSITIVE_INFINITY) - gap.length * columns.length);
  const line = (texts: readonly string[], paint: (text: string) => string): string =>
    (
      gap +
      texts
        .map((text, index) => paint(pad(cut(text, widths[index]!), widths[index]!, columns[index]?.align)))
        .join(gap)
    ).trimEnd();
  return [line(headings, page.style.dim), ...cells.map((row) => line(row, (text) => text))];
}

/** Takes from the widest columns until all fit. */
function shrink(widths: number[], room: number): void {
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  while (excess > 0) {
    const widest = Math.max(...widths);
    if (widest <= leastWidth) return;
    const next = Math.max(leastWidth, ...widths.filter((width) => width < widest));
    const index = widths.indexOf(widest);
    const taken = Math.min(excess, Math.max(1, widest - next));
    widths[index] = widest - taken;
    excess -= taken;
  }
}
