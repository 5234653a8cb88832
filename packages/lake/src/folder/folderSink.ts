import { rm } from 'node:fs/promises';
import { openTemporary, publish } from './durableFile.ts';

/** A file being written under a hidden name. It closes and removes itself when a step fails. */
export interface FileSink {
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly commit: () => Promise<void>;
  readonly abort: () => Promise<void>;
}

/** Begins a file that appears at `path` when it is committed. */
export async function openSink(path: string): Promise<FileSink> {
  const { temporary, handle } = await openTemporary(path);
  let state: 'open' | 'committed' | 'aborted' = 'open';
  const abort = async () => {
    if (state !== 'open') return;
    state = 'aborted';
    // Giving up must not fail on top of what made us give up.
    await handle.close().catch(() => undefined);
    await rm(temporary, { force: true }).catch(() => undefined);
  };
  const orAbort = async (step: () => Promise<void>) => {
    if (state !== 'open') throw new TypeError(`The object at ${path} was already ${state}.`);
    try {
      await step();
    } catch (cause) {
      await abort();
      throw cause;
    }
  };
  return {
    abort,
    write: (bytes) =>
      orAbort(async () => {
        // A write may take fewer bytes than it was given.
        for (let written = 0; written < bytes.length; ) {
          written += (await handle.write(bytes, written)).bytesWritten;
        }
      }),
    commit: () =>
      orAbort(async () => {
        await handle.sync();
        await publish(temporary, path);
        state = 'committed';
        await handle.close();
      }),
  };
}
