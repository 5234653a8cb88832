import { describe, expect, it } from 'vitest';
import { widthOf } from '../../src/render/cell.ts';
import type { Page } from '../../src/render/page.ts';
import { styleOf } from '../../src/render/style.ts';
import { renderTable } from '../../src/render/table.ts';

const style = styleOf({ hasColour: false });
const endless: Page = { style, columns: undefined };

describe('a table', () => {
  it('aligns its columns under their headings', () => {
    const lines = renderTable(
      endless,
      [{ heading: 'city' }, { heading: 'sales', align: 'right' }],
      [
        ['Aarhus', '1,234'],
        ['Rome', '7'],
      ],
    );
    expect(lines).toEqual(['  city    sales', '  Aarhus  1,234', '  Rome        7']);
  });

  it('is never wider than its page as long as each column can have eight', () => {
    const rows = [['x'.repeat(200), 'y'.repeat(30), 'short']];
    const headings = [{ heading: 'a' }, { heading: 'b' }, { heading: 'c' }];
    for (const columns of [30, 40, 60, 80, 120, 400]) {
      const lines = renderTable({ style, columns }, headings, rows);
      expect(Math.max(...lines.map(widthOf)), `${columns} columns`).toBeLessThanOrEqual(columns);
    }
  });

  it('takes from the widest column first', () => {
    const lines = renderTable(
      { style, columns: 40 },
      [{ heading: 'a' }, { heading: 'b' }],
      [['x'.repeat(100), 'kept whole']],
    );
    expect(lines[1]).toMatch(/^ {2}x+… {2}kept whole$/);
  });

  it('shows control characters instead of obeying them', () => {
    expect(renderTable(endless, [{ heading: 'a' }], [['one\ntwo']])).toHaveLength(2);
  });
});
