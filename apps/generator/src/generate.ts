import { WriteError } from './errors.ts';
import { type GenerateOptions, type ResolvedOptions, resolveOptions } from './options.ts';
import { createTarget, type Target } from './line/bytes.ts';
import { createOutputFile, extensions, type OutputFile } from './output/outputFile.ts';
import { openStaging, type Staging } from './output/staging.ts';
import { createRowWriter, longestRowBytes, type RowWriter } from './rowWriter.ts';
import type { Truth } from './truth/truth.ts';

/** What a generation left behind. */
export interface Generated {
  /** The data files' paths, in name order. */
  readonly files: readonly string[];
  readonly truthPath: string;
  readonly truth: Truth;
  /** The length of the text, before compression. */
  readonly bytes: number;
  readonly rows: number;
}

const chunkBytes = 1 << 20;

/**
 * Writes synthetic sales data and its truth file into a folder, which is made when it is not there. The files appear
 * when all of them are complete, in place of those of an earlier generation; after a failure none appears.
 *
 * Rejects with OptionError, with WriteError, or with the signal's reason.
 */
export async function generate(folder: string, options: GenerateOptions): Promise<Generated> {
  const resolved = resolveOptions(options);
  let staging: Staging | undefined;
  try {
    staging = await openStaging(folder);
    const truth = await writeFiles(staging, resolved, options);
    const { files, truthPath } = await staging.publish(truth);
    return { files, truthPath, truth, bytes: truth.total.bytes, rows: truth.total.read };
  } catch (error) {
    await staging?.discard().catch(() => undefined);
    throw isSystemError(error) ? new WriteError(folder, error) : error;
  }
}

/** Reports what was written, and throws when the generation is to stop. */
type Report = (bytes: number, rows: number) => void;

async function writeFiles(
  staging: Staging,
  options: ResolvedOptions,
  { onProgress, signal }: GenerateOptions,
): Promise<Truth> {
  const rows = createRowWriter(options);
  const { sizeBytes } = options;
  const report: Report = (bytes, rows) => {
    signal?.throwIfAborted();
    onProgress?.({ bytes, rows, ...(sizeBytes === null ? {} : { totalBytes: sizeBytes }) });
  };
  const targets = [createTarget(chunkBytes), createTarget(chunkBytes)] as const;
  let bytes = 0;
  for (let file = 0; file < options.files; file++) {
    const name = `sales-${String(file).padStart(5, '0')}${extensions[options.compression]}`;
    const output = await createOutputFile(staging.path(name), options.compression);
    try {
      bytes += await writeFile(output, { rows, options, file, name, bytesBefore: bytes, targets, report });
    } catch (error) {
      await output.close().catch(() => undefined);
      throw error;
    }
    await output.close();
  }
  return rows.ledger.truth(options);
}

/** Writes one file and returns the length of its text. Fills one target while the other one is on its way to disk. */
async function writeFile(
  output: OutputFile,
  job: {
    readonly rows: RowWriter;
    readonly options: ResolvedOptions;
    readonly file: number;
    readonly name: string;
    readonly bytesBefore: number;
    readonly targets: readonly [Target, Target];
    readonly report: Report;
  },
): Promise<number> {
  const { rows, options, file, bytesBefore, report } = job;
  const { ledger } = rows;
  const share = (file + 1) / options.files;
  const bytesWanted = options.sizeBytes === null ? Infinity : options.sizeBytes * share - bytesBefore;
  const rowsWanted = options.rows === null ? Infinity : Math.round(options.rows * share);
  const layout = rows.startFile(file, job.name);
  const isEmpty = ledger.rows >= rowsWanted;
  const end = isEmpty && options.format === 'ndjson' ? '' : layout.end;

  let [target, other] = job.targets;
  let at = target.bytes.write(layout.start);
  let flushed = 0;
  let pending: Promise<void> = Promise.resolve();
  for (let isDone = false; !isDone; ) {
    while (at < chunkBytes - longestRowBytes && !isDone) {
      isDone = ledger.rows >= rowsWanted || flushed + at + end.length >= bytesWanted;
      if (!isDone) at = rows.write(target, at);
    }
    if (isDone) at += target.bytes.write(end, at);
    await pending;
    pending = output.write(target.bytes.subarray(0, at));
    flushed += at;
    [target, other] = [other, target];
    at = 0;
    report(bytesBefore + flushed, ledger.rows);
  }
  await pending;
  ledger.finishFile(flushed);
  return flushed;
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
