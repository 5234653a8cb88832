import type { BenchCase } from './benchCase.ts';
import type { EngineName } from './engineName.ts';
import type { Machine } from './machine.ts';
import type { Temperature } from './options.ts';

/** What an engine took for a case, or why there is no time of it. */
export interface Measurement {
  readonly engine: EngineName;
  readonly temperature: Temperature;
  /** Seconds from the start of the process to its end, a run each; empty where there is a problem. */
  readonly wallSeconds: readonly number[];
  /** The largest of the runs, in bytes. */
  readonly peakRssBytes: number;
  /** Seconds by stage as the engine tells them, of the run in the middle. */
  readonly stageSeconds?: Readonly<Record<string, number>>;
  /** Fact rows and their sum, as found in the engine's files. */
  readonly rows?: number;
  readonly totalAmountCents?: string;
  /** Why its time does not count. */
  readonly problem?: string;
}

/** All measurements of one case, made in one go so that they can be compared. */
export interface CaseResult {
  readonly mode: 'gold' | 'whole';
  readonly case: BenchCase;
  /** The length of the input. */
  readonly bytes: number;
  readonly rowsRead: number;
  readonly measuredAt: string;
  readonly machine: Machine;
  readonly coresUsed: number;
  /** Whether engines were bound to the cores, or only asked to use so many. */
  readonly isBound: boolean;
  readonly command: string;
  /** What each engine is, and its version; an engine that cannot run here is not there. */
  readonly versions: Readonly<Record<string, string>>;
  readonly measurements: readonly Measurement[];
}
