import type { EngineName } from './engineName.ts';
import type { EngineCommand } from './engineProcess.ts';
import type { BenchInput } from './input.ts';
import type { Job } from './engines/job.ts';

/** One of the engines that are compared. */
export interface Engine {
  readonly name: EngineName;
  /** What it is, for the page: name and how it was put to the work. */
  readonly title: string;
  /** Makes sure that it can run here, and gives its version. Throws Unavailable where it cannot. */
  readonly prepare: () => Promise<string>;
  /** Lays out what it finds when it starts; not measured. */
  readonly layOut?: (job: Job, input: BenchInput) => void;
  readonly command: (job: Job, input: BenchInput) => EngineCommand;
  /** Whether it writes silver, quarantine and gold, to be compared with the truth. */
  readonly hasOutput: boolean;
}

/** An engine cannot run on this machine; the message says why, for the table. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}
