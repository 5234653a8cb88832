import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '@sales/test-kit';
import { Effect } from 'effect';
import { localServices, type PipelineServices, type RunLocallyOptions, runLocally } from '../../src/index.ts';

/** A lake in a folder that is removed when the test ends. */
export function newLake(): string {
  return join(temporaryFolder(), 'lake');
}

/** Writes an object below `raw/sales/`, as someone who uploads it; its modification time is its event time. */
export function upload(
  lake: string,
  name: string,
  content: string | Uint8Array,
  eventTimeMs = Date.UTC(2026, 0, 1),
): string {
  const path = join(lake, 'raw/sales', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  // Half a millisecond more, because a time in seconds is a double that may lie just below.
  const seconds = (eventTimeMs + 0.5) / 1000;
  utimesSync(path, seconds, seconds);
  return path;
}

/** Runs the sales pipeline on a lake, with files or folders to take in first. */
export function run(lake: string, inputs: readonly string[] = [], rest: Partial<RunLocallyOptions> = {}) {
  return runLocally({ lake, inputs, ...rest });
}

/** Runs a program with the services of a local run. */
export function onLake<A, E>(lake: string, program: Effect.Effect<A, E, PipelineServices>): Promise<A> {
  return Effect.runPromise(program.pipe(Effect.provide(localServices({ lake }))));
}

/** Lists every file of a lake, hidden ones too, but for those of the warehouse. */
export function filesOf(lake: string): readonly string[] {
  return readdirSync(lake, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('warehouse.duckdb'))
    .map((entry) => join(entry.parentPath, entry.name).slice(lake.length + 1))
    .sort();
}
