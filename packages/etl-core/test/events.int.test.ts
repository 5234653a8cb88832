import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@sales/test-kit';
import { describe, expect, it } from 'vitest';
import type { PipelineEvent, RunSummary, Stage } from '../src/index.ts';
import { newLake, run, upload } from './support/lake.ts';
import { ndjson, sale, sales } from './support/sales.ts';

const rows = ndjson([...sales(50), ...sales(10), sale({ transaction_id: 'T0', quantity_sold: 3 }), 'no row']);

async function eventsOf(
  lake: string,
  inputs: readonly string[] = [],
): Promise<[PipelineEvent[], RunSummary]> {
  const events: PipelineEvent[] = [];
  const summary = await run(lake, inputs, { onEvent: (event) => void events.push(event) });
  return [events, summary];
}

/** The events as words, those of progress once a stage. */
function outline(events: readonly PipelineEvent[]): readonly string[] {
  const words = events.map((event) => ('stage' in event ? `${event.type} ${event.stage}` : event.type));
  return words.filter((word, i) => !(word.startsWith('progress') && word === words[i - 1]));
}

function progressOf(events: readonly PipelineEvent[], stage: Stage) {
  return events.filter((event) => event.type === 'progress').filter((event) => event.stage === stage);
}

describe('the events of a run', () => {
  it('tell how much of the files given is in the lake, until all of it is', async () => {
    const folder = temporaryFolder();
    const paths = ['a.json', 'b.json'].map((name) => join(folder, name));
    for (const path of paths) writeFileSync(path, rows);
    const [events] = await eventsOf(newLake(), paths);
    const total = 2 * rows.length;
    expect(events.filter((event) => event.type === 'taking-in')).toEqual([
      { type: 'taking-in', done: rows.length, total },
      { type: 'taking-in', done: total, total },
    ]);
  });
  it('tell of its batch and its stages in order', async () => {
    const lake = newLake();
    upload(lake, 'a.json', rows);
    const [events, { batches }] = await eventsOf(lake);
    expect(outline(events)).toEqual([
      'batch-started',
      'stage-started clean',
      'progress clean',
      'stage-finished clean',
      'stage-started model',
      'progress model',
      'stage-finished model',
      'stage-started load',
      'stage-finished load',
      'batch-finished',
    ]);
    const { batchId, seconds } = batches[0]!;
    expect(events[0]).toEqual({
      type: 'batch-started',
      batchId,
      objects: 1,
      sizeBytes: rows.length,
      resumed: false,
    });
    expect(events.at(-1)).toEqual({ type: 'batch-finished', report: batches[0] });
    expect(new Set(events.flatMap((event) => ('batchId' in event ? [event.batchId] : [])))).toEqual(
      new Set([batchId]),
    );
    const ended = events.filter((event) => event.type === 'stage-finished');
    expect(ended.slice(0, 2).map((event) => event.seconds)).toEqual([seconds.clean, seconds.model]);
  });

  it('count up to their total: bytes read, then rows modelled', async () => {
    const folder = temporaryFolder();
    for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, `${name}.json`), rows);
    writeFileSync(join(folder, 'empty.json'), '');
    const [events, { batches }] = await eventsOf(newLake(), [folder]);
    const { read, reasons } = batches[0]!;
    const [cleaning, modelling] = [progressOf(events, 'clean'), progressOf(events, 'model')];
    for (const progress of [cleaning, modelling]) {
      expect(progress.length).toBeGreaterThan(0);
      for (const [i, { done, rows, total }] of progress.entries()) {
        expect(done).toBeGreaterThanOrEqual(progress[i - 1]?.done ?? 0);
        expect(rows).toBeGreaterThanOrEqual(progress[i - 1]?.rows ?? 0);
        expect(done).toBeLessThanOrEqual(total);
      }
    }
    const bytes = 3 * rows.length;
    expect(cleaning.at(-1)).toMatchObject({ rows: read, done: bytes, total: bytes });
    const accepted = read - reasons['malformed_json']!;
    expect(modelling.at(-1)).toMatchObject({ rows: accepted, done: accepted, total: accepted });
  });

  it('tell of a batch without rows, too', async () => {
    const lake = newLake();
    upload(lake, 'empty.json', '');
    const [events] = await eventsOf(lake);
    expect(outline(events).filter((word) => !word.startsWith('progress'))).toEqual([
      'batch-started',
      'stage-started clean',
      'stage-finished clean',
      'stage-started model',
      'stage-finished model',
      'stage-started load',
      'stage-finished load',
      'batch-finished',
    ]);
  });

  it('are none when nothing is new', async () => {
    const [events] = await eventsOf(newLake());
    expect(events).toEqual([]);
  });

  it('end with the stage that failed', async () => {
    const lake = newLake();
    upload(lake, 'a.json', '[');
    const events: PipelineEvent[] = [];
    const failing = run(lake, [], { onEvent: (event) => void events.push(event) });
    await expect(failing).rejects.toMatchObject({ _tag: 'SourceUnreadable' });
    expect(outline(events).filter((word) => !word.startsWith('progress'))).toEqual([
      'batch-started',
      'stage-started clean',
    ]);
  });
});
