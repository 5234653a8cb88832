import {
  dataSetLayout,
  listRuns,
  type LockRecord,
  type ObjectInfo,
  ObjectStore,
  readLedger,
  readLock,
  type Run,
  type RunStatus,
} from '@sales/lake';
import { Effect } from 'effect';
import type * as z from 'zod';
import { accountSchema } from './batchReport.ts';
import { isDataKey } from './dataKey.ts';
import type { Pipeline } from './pipeline.ts';

/** What the report of a loaded batch counted. `read = loaded + quarantined + duplicates`. */
export type BatchAccount = Readonly<z.output<typeof accountSchema>>;

/** Where a batch stands. */
export interface BatchStatus {
  readonly batchId: string;
  readonly attempt: number;
  readonly ingestDate: string;
  readonly objects: number;
  readonly sizeBytes: number;
  /** `begun` is a batch that no run has published yet: one is at work on it, or was stopped. */
  readonly status: RunStatus | 'begun';
  /** When it last changed, as an ISO time. */
  readonly updatedAt: string;
  /** Of a loaded batch. */
  readonly account: BatchAccount | undefined;
  /** Why a failed batch failed. */
  readonly cause: string | undefined;
}

/** Where a pipeline stands: what was done, what waits, and who is at work. */
export interface PipelineStatus {
  /** The earliest change first. */
  readonly batches: readonly BatchStatus[];
  /** Objects that no published or loaded batch has taken. */
  readonly waiting: readonly ObjectInfo[];
  /** Objects in the bronze prefix that are no data by their name. */
  readonly ignored: readonly string[];
  /** The lock as it was last held. */
  readonly lock: LockRecord | undefined;
}

/** Looks where a pipeline stands, and changes nothing. */
export const pipelineStatus = Effect.fn('etl.status')(function* ({ contract }: Pipeline) {
  const store = yield* ObjectStore;
  const runs = (yield* listRuns()).filter(({ manifest }) => manifest.contract.name === contract.name);
  const taken = new Set(
    runs
      .filter(({ state }) => state?.status === 'published' || state?.status === 'loaded')
      .map(({ manifest }) => manifest.digest),
  );
  const listed = yield* store.list(dataSetLayout(contract.name).rawPrefix);
  const data = listed.filter(({ key }) => isDataKey(key));
  const entries = yield* readLedger(
    data.map((info) => ({ bucket: store.bucket, ...info, eventTimeMs: Math.trunc(info.eventTimeMs) })),
  );
  const status: PipelineStatus = {
    batches: runs.map(batchStatus).sort((a, b) => (a.updatedAt < b.updatedAt ? -1 : 1)),
    waiting: data.filter((_, index) => !taken.has(entries[index]?.digest ?? '')),
    ignored: listed.filter(({ key }) => !isDataKey(key)).map(({ key }) => key),
    lock: yield* readLock(contract.name),
  };
  return status;
});

function batchStatus({ manifest, state }: Run): BatchStatus {
  const { batchId, attempt, ingestDate, objects, createdAt } = manifest;
  const details = (state?.details ?? {}) as { readonly cause?: unknown };
  return {
    batchId,
    attempt,
    ingestDate,
    objects: objects.length,
    sizeBytes: objects.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    status: state?.status ?? 'begun',
    updatedAt: state?.updatedAt ?? createdAt,
    account: state?.status === 'loaded' ? accountSchema.safeParse(details).data : undefined,
    cause: typeof details.cause === 'string' ? details.cause : undefined,
  };
}
