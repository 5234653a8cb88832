/** How a run ended; `stale`: none did for longer than expected. */
export type RunOutcome = 'succeeded' | 'partial' | 'failed' | 'nothing-new' | 'stale';

/** A source object that the run's batch holds. */
export interface RunObject {
  readonly key: string;
  readonly sizeBytes: number;
}

/** What became of the rows of a batch; whole numbers of rows. */
export interface RunCounts {
  readonly read: number;
  readonly loaded: number;
  readonly quarantined: number;
  readonly duplicates: number;
  readonly superseded: number;
}

/** Everything a channel may say about one run. It is plain data: a channel renders it, and asks nobody else. */
export interface RunMessage {
  readonly outcome: RunOutcome;
  /** The pipeline's name, such as `sales`. */
  readonly pipeline: string;
  /** Undefined where the run ended before it had a batch. */
  readonly batchId: string | undefined;
  readonly objects: readonly RunObject[];
  readonly counts: RunCounts;
  /** Rows per quarantine reason. A row counts once for each of its reasons, so the sum may exceed `quarantined`. */
  readonly reasons: Readonly<Record<string, number>>;
  /** The loaded rows' amount in cents; undefined where nothing was added up. */
  readonly totalAmountCents: bigint | undefined;
  /** How long the run took; of a `stale` one, how long nothing was loaded: 0 where nothing ever was. */
  readonly durationMs: number;
  /** One sentence, where the run failed, is partial or is missing. */
  readonly cause: string | undefined;
  /** The command to type next; undefined where the pipeline has no command line. */
  readonly nextCommand: string | undefined;
  /** ISO 8601 in UTC. */
  readonly finishedAt: string;
}
