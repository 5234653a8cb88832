import { describe, expect, it } from 'vitest';
import { renderText } from '../src/index.ts';
import { runMessage } from './runMessage.ts';

describe('the text of a run', () => {
  it('says what happened, to what, how long it took and what to type next', () => {
    expect(renderText(runMessage())).toEqual({
      subject: '[sales] succeeded, 980 of 1,000 rows loaded (batch 20251103-4f2a)',
      body: `sales: succeeded, 980 of 1,000 rows loaded.

Batch     20251103-4f2a
Objects   1, 204.8 kB together
          raw/sales/monday.json (204.8 kB)
Rows      1,000 read
            980 loaded
             12 quarantined (1.2 %)
              8 duplicates
              3 superseded by a correction
Reasons   8 date_invalid
          4 missing_store_id
Amount    123,456.78
Time      2.3 s, until 2025-11-03T06:00:02.345Z
Next      pnpm sales report 20251103-4f2a
`,
    });
  });

  it('puts the cause before the next command where the run failed', () => {
    const { subject, body } = renderText(
      runMessage({ outcome: 'failed', cause: 'The warehouse is locked by another process.' }),
    );
    expect(subject).toMatch(/^\[sales\] FAILED, /);
    expect(body).toMatch(
      /\nCause {5}The warehouse is locked by another process\.\nNext {6}pnpm sales report/,
    );
  });

  it('names the rows in quarantine where the run is partial', () => {
    expect(renderText(runMessage({ outcome: 'partial' })).subject).toContain(
      '12 of 1,000 rows in quarantine',
    );
  });

  it('leaves out what a run without a batch does not have', () => {
    const { subject, body } = renderText(
      runMessage({
        outcome: 'nothing-new',
        batchId: undefined,
        objects: [],
        reasons: {},
        totalAmountCents: undefined,
      }),
    );
    expect(subject).toBe('[sales] nothing new to load');
    expect(body).not.toMatch(/^(Batch|Objects|Reasons|Amount|Cause)/m);
  });

  it('suggests no command where the pipeline has no command line', () => {
    const { body } = renderText(runMessage({ nextCommand: undefined }));
    expect(body).not.toContain('Next');
    expect(body).toMatch(/\nTime .*\n$/);
  });

  it('shows the first five objects and counts the rest', () => {
    const objects = Array.from({ length: 12 }, (_, index) => ({
      key: `raw/${index}.json`,
      sizeBytes: 1_000,
    }));
    const { body } = renderText(runMessage({ objects }));
    expect(body).toContain('Objects   12, 12.0 kB together\n');
    expect(body).toContain('raw/4.json (1.0 kB)\n          and 7 more\n');
    expect(body).not.toContain('raw/5.json');
  });

  it('shows the ten largest reasons and counts the rest', () => {
    const reasons = Object.fromEntries(Array.from({ length: 13 }, (_, index) => [`reason_${index}`, index]));
    const { body } = renderText(runMessage({ reasons }));
    expect(body).toContain('Reasons   12 reason_12\n          11 reason_11\n');
    expect(body).toContain(' 3 reason_3\n          and 3 more\n');
  });

  it('does not let an object key forge a line or a terminal sequence', () => {
    const key = 'raw/a.json\nNext      rm -rf /\u001b[2J\u202e';
    const { body } = renderText(runMessage({ objects: [{ key, sizeBytes: 1 }] }));
    expect(body).toContain('raw/a.json\\u{a}Next      rm -rf /\\u{1b}[2J\\u{202e} (1 B)\n');
    expect(body.match(/^Next/gm)).toHaveLength(1);
  });
});
