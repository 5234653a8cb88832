import { type Bar, renderBars } from './bars.ts';
import type { Page } from './page.ts';
import { renderCount } from './quantity.ts';

/** Renders counts by name as bars, the greatest first; past `limit`, how many more there are. */
export function renderCounts(
  page: Page,
  counts: Readonly<Record<string, number>>,
  limit = Number.POSITIVE_INFINITY,
): readonly string[] {
  const bars = Object.entries(counts)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([label, value]): Bar => ({ label, value, text: renderCount(value) }));
  const lines = renderBars(page, bars.slice(0, limit));
  return bars.length > limit ? [...lines, page.style.dim(`  … and ${bars.length - limit} more`)] : lines;
}
