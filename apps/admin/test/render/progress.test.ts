import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { widthOf } from '../../src/render/cell.ts';
import { openProgress, renderProgress } from '../../src/render/progress.ts';
import { styleOf } from '../../src/render/style.ts';

const style = styleOf({ hasColour: false });
const half = { unit: 'bytes', done: 25e6, total: 50e6, rows: 70_000 } as const;

describe('the line of progress', () => {
  it('tells share, rows, speed and the time left', () => {
    const line = renderProgress(style, 100, { title: 'Cleaning', advance: half, seconds: 2 });
    expect(line).toBe('Cleaning     ████████████░░░░░░░░░░░░   50 %  70,000 rows  12.5 MB/s  2.0 s left');
  });

  it('counts rows a second where the work is counted in rows', () => {
    const advance = { unit: 'rows', done: 500, total: 1000 } as const;
    expect(renderProgress(style, 100, { title: 'Modelling', advance, seconds: 1 })).toContain('500 rows/s');
  });

  it('tells only the time where nothing is counted', () => {
    expect(renderProgress(style, 100, { title: 'Loading', advance: undefined, seconds: 3 })).toBe(
      'Loading      3.0 s',
    );
  });

  it('leaves out what does not fit, so that it never wraps', () => {
    for (const columns of [20, 45, 60, 75, 90]) {
      const line = renderProgress(style, columns, { title: 'Cleaning', advance: half, seconds: 2 });
      expect(widthOf(line)).toBeLessThan(columns);
    }
  });
});

describe('an open line', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('draws ten times a second at most, however often the work reports', () => {
    const written: string[] = [];
    const face = { isTerminal: true, hasColour: false, columns: 80 };
    const progress = openProgress(face, { write: (text) => written.push(text) });
    progress.begin('Cleaning');
    for (let report = 0; report < 1000; report++) {
      progress.advance({ unit: 'bytes', done: report, total: 1000 });
      vi.advanceTimersByTime(1);
    }
    progress.close();
    expect(written.length).toBeGreaterThan(5);
    expect(written.length).toBeLessThan(15);
  });

  it('is gone when it is closed', () => {
    const written: string[] = [];
    const face = { isTerminal: true, hasColour: false, columns: 80 };
    const progress = openProgress(face, { write: (text) => written.push(text) });
    progress.begin('Cleaning');
    progress.close();
    expect(written.at(-1)).toBe('\r\u001b[2K');
    const count = written.length;
    vi.advanceTimersByTime(1000);
    expect(written).toHaveLength(count);
  });
});
