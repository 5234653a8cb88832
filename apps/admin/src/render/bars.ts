import { pad, visible, widthOf } from './cell.ts';
import type { Page } from './page.ts';

/** One bar of a chart. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The value as it is written beside the bar. */
  readonly text: string;
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;
const longestBar = 40;

/** Renders a bar chart: label, value, bar. The longest bar is 40 columns, or what the page leaves. */
export function renderBars(page: Page, bars: readonly Bar[]): readonly string[] {
  const labels = bars.map(({ label }) => visible(label));
  const labelWidth = widestOf(labels);
  const textWidth = widestOf(bars.map(({ text }) => text));
  const room = Math.min(longestBar, (page.columns ?? 80) - labelWidth - textWidth - 7);
  const greatest = Math.max(0, ...bars.map(({ value }) => value));
  return bars.map(({ text, value }, index) => {
    const label = pad(labels[index]!, labelWidth);
    return `  ${label}  ${pad(text, textWidth, 'right')}  ${page.style.cyan(bar(value, greatest, room))}`.trimEnd();
  });
}

function widestOf(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(widthOf));
}

function bar(value: number, greatest: number, room: number): string {
  if (value <= 0 || greatest <= 0 || room < 1) return '';
  const length = Math.max(1, Math.round((value / greatest) * room * 8));
  return '█'.repeat(Math.floor(length / 8)) + eighths[length % 8]!;
}
