import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import {
  type CleaningReport,
  createCleaner,
  parseReject,
  type Reject,
  SourceError,
  uncompressed,
} from '@sales/cleaning';
import { Clock, Effect, Stream } from 'effect';
import { InputUnusable } from './errors.ts';
import { inputUnusable } from './inputFiles.ts';
import type { Pipeline } from './pipeline.ts';

/** What cleaning would do with a file. */
export interface Validation {
  readonly report: CleaningReport;
  /** The first rejected rows. */
  readonly rejects: readonly Reject[];
}

/** Cleans a local file and keeps nothing but the report. */
export const validateFile = Effect.fn('etl.validate')(function* (
  pipeline: Pipeline,
  path: string,
  options: { readonly maxRejects?: number; readonly onProgress?: (bytes: number) => void } = {},
) {
  const { maxRejects = 10, onProgress } = options;
  const ingestDate = new Date(yield* Clock.currentTimeMillis).toISOString().slice(0, 10);
  const cleaner = createCleaner({ contract: pipeline.contract, ingestDate });
  const rejects: Reject[] = [];
  const collect = (): void => {
    const lines = Buffer.from(cleaner.drain().rejects).toString().split('\n').slice(0, -1);
    rejects.push(...lines.slice(0, maxRejects - rejects.length).map(parseReject));
  };
  const guard = <A>(step: () => A) => Effect.try({ try: step, catch: (error) => unusable(path, error) });

  cleaner.startObject({ key: basename(path), version: '', eventTimeMs: 0 });
  const stored = createReadStream(path, { highWaterMark: 1024 * 1024 });
  yield* Stream.fromAsyncIterable<Uint8Array, InputUnusable>(uncompressed(stored), (error) =>
    unusable(path, error),
  ).pipe(
    Stream.runForEach((chunk) =>
      guard(() => {
        cleaner.push(chunk);
        collect();
        onProgress?.(stored.bytesRead);
      }),
    ),
  );
  const report = yield* guard(() => cleaner.endObject());
  collect();
  return { report, rejects } satisfies Validation;
});

function unusable(path: string, error: unknown): InputUnusable {
  if (!(error instanceof SourceError)) return inputUnusable(path, error);
  const message = `"${path}" cannot be read: ${error.message}; get a whole copy of it and try again.`;
  return new InputUnusable({ path, message, cause: error });
}
