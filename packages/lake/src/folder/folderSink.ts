import { rm } from 'node:fs/promises';
import { openTemporary, publish } from './durableFile.ts';

/** A file being written under a hidden name. It closes and removes itself when a step fails. */
export interface FileSink {
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly commit: () => Promise<void>;
  readonly abort: () => Promise<void>;
}

const syncBytes = 16 * 1024 * 1024;

/** Begins a file that appears at `path` when it is committed. */
export async function openSink(path: string): Promise<FileSink> {
  const { temporary, handle } = await openTemporary(path);
  let state: 'open' | 'committed' | 'aborted' = 'open';
  let unsynced = 0;
  let syncing: Promise<unknown> = Promise.resolve();
  /** Brings bytes to the disk while others are made, so that little is left to wait for at the end. */
  const syncBehind = (count: number): void => {
    unsynced += count;
    if (unsynced < syncBytes) return;
    unsynced = 0;
    syncing = syncing.then(() => handle.datasync());
    // Whoever commits hears of it; a disk tells it once.
    syncing.catch(() => undefined);
  };
  const abort = async () => {
    if (state !== 'open') return;
    state = 'aborted';
    // Giving up must not fail on top of what made us give up.
    await syncing.catch(() => undefined);
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
        syncBehind(bytes.length);
      }),
    commit: () =>
      orAbort(async () => {
        await syncing;
        await handle.sync();
        await publish(temporary, path);
        state = 'committed';
        await handle.close();
      }),
  };
}
