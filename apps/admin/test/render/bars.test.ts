import { expect, it } from 'vitest';
import { renderBars } from '../../src/render/bars.ts';
import { widthOf } from '../../src/render/cell.ts';
import { renderCounts } from '../../src/render/counts.ts';
import { styleOf } from '../../src/render/style.ts';

const page = { style: styleOf({ hasColour: false }), columns: 80 };

it('draws bars in proportion, the greatest forty columns long', () => {
  const [whole, half, none] = renderBars(page, [
    { label: 'a', value: 10, text: '10' },
    { label: 'b', value: 5, text: '5' },
    { label: 'c', value: 0, text: '0' },
  ]);
  expect(whole).toBe(`  a  10  ${'█'.repeat(40)}`);
  expect(half).toBe(`  b   5  ${'█'.repeat(20)}`);
  expect(none).toBe('  c   0');
});

it('shows the smallest value as something', () => {
  const lines = renderBars(page, [
    { label: 'a', value: 1_000_000, text: '' },
    { label: 'b', value: 1, text: '' },
  ]);
  expect(lines[1]).toContain('▏');
});

it('stays within the page', () => {
  const bars = [{ label: 'a label', value: 1, text: '1,234.00' }];
  for (const columns of [20, 40, 60]) {
    const [line] = renderBars({ ...page, columns }, bars);
    expect(widthOf(line!)).toBeLessThanOrEqual(columns);
  }
});

it('lists counts from the greatest, and says how many it left out', () => {
  const lines = renderCounts(page, { few: 1, many: 30, some: 5, also: 5 }, 3);
  expect(lines.map((line) => line.trim().split(' ')[0])).toEqual(['many', 'also', 'some', '…']);
  expect(lines.at(-1)).toBe('  … and 1 more');
});
