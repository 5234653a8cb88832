import type { OnEvent, Stage } from '@sales/etl-core';
import type { Progress } from './progress.ts';

const titles: Readonly<Record<Stage, string>> = { clean: 'Cleaning', model: 'Modelling', load: 'Loading' };

/** Follows a run's events with a line of progress. */
export function followRun(progress: Progress): OnEvent {
  progress.begin('Taking in');
  return (event) => {
    if (event.type === 'taking-in') progress.advance({ unit: 'bytes', done: event.done, total: event.total });
    if (event.type === 'stage-started') progress.begin(titles[event.stage]);
    if (event.type !== 'progress') return;
    const { stage, rows, done, total } = event;
    progress.advance({ unit: stage === 'clean' ? 'bytes' : 'rows', done, total, rows });
  };
}
