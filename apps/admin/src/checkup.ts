import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { ObjectStore, PipelineStatus, Warehouse } from '@sales/etl-core';
import { Effect } from 'effect';
import { holderOf, nameOf } from './holder.ts';
import { inLake, warehousePath } from './lakes.ts';
import { shellWord, suggest } from './launcher.ts';
import type { EtlCore } from './modules.ts';
import { oldestNode } from './oldestNode.ts';
import { renderBytes, renderOf } from './render/quantity.ts';

/** What was found about one thing, and for anything but `ok` what to do. */
export interface Finding {
  readonly level: 'ok' | 'warn' | 'fail';
  readonly subject: string;
  readonly message: string;
  readonly next?: string;
}

/** A batch needs about as much room as its files, and DuckDB some to spill. */
const littleSpaceBytes = 1e9;
const noSpaceBytes = 100e6;

/** Looks whether a run can work in a lake. It never fails and never makes anything. */
export const examine = Effect.fn('sales.examine')(function* (lake: string) {
  const folder = yield* Effect.promise(() => examineFolder(lake));
  const findings: Finding[] = [examineNode(process.versions.node), folder];
  if (folder.level === 'fail') return findings;
  findings.push(yield* Effect.promise(() => examineDisk(lake)));
  if (folder.level === 'warn') return findings;
  return [...findings, ...(yield* examineLake(lake))];
});

function examineNode(version: string): Finding {
  const isEnough = Number(version.split('.')[0]) >= oldestNode;
  return isEnough
    ? { level: 'ok', subject: 'node', message: version }
    : {
        level: 'fail',
        subject: 'node',
        message: `${version} is too old; ${oldestNode} or later is needed.`,
        next: 'Install a newer Node.js from https://nodejs.org.',
      };
}

async function examineFolder(lake: string): Promise<Finding> {
  const subject = 'folder';
  const found = await stat(lake).catch(() => undefined);
  const path = resolve(lake);
  if (found === undefined) {
    const parent = await firstThere(dirname(path));
    return (await mayWrite(parent))
      ? {
          level: 'warn',
          subject,
          message: `${path} is not there yet; the first run makes it.`,
          next: suggest(`run <files> --lake ${shellWord(lake)}`),
        }
      : {
          level: 'fail',
          subject,
          message: `${path} cannot be made: ${parent} may not be written to by this user.`,
          next: 'Choose another folder with --lake, or have the permission changed.',
        };
  }
  if (!found.isDirectory()) {
    const next = 'Move that file away, or choose a folder with --lake.';
    return { level: 'fail', subject, message: `${path} is a file, not a folder.`, next };
  }
  if (await mayWrite(path)) return { level: 'ok', subject, message: `${path} can be written to.` };
  const next = 'Have the permission changed, or choose another folder with --lake.';
  return { level: 'fail', subject, message: `${path} may not be written to by this user.`, next };
}

async function firstThere(path: string): Promise<string> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  return isThere || dirname(path) === path ? path : firstThere(dirname(path));
}

function mayWrite(path: string): Promise<boolean> {
  const mode = constants.R_OK | constants.W_OK | constants.X_OK;
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

async function examineDisk(lake: string): Promise<Finding> {
  const subject = 'disk';
  const { bavail, bsize } = await statfs(await firstThere(resolve(lake)));
  const free = bavail * bsize;
  const message = `${renderBytes(free)} free.`;
  if (free >= littleSpaceBytes) return { level: 'ok', subject, message };
  const next = 'Free some space: a run needs about as much as its files take.';
  return { level: free < noSpaceBytes ? 'fail' : 'warn', subject, message, next };
}

const examineLake = Effect.fnUntraced(function* (lake: string) {
  const here = `--lake ${shellWord(lake)}`;
  return yield* inLake(
    lake,
    Effect.fnUntraced(function* (core) {
      const status = yield* core.pipelineStatus(core.salesPipeline);
      const lock = yield* examineLock(core, status, here);
      return [yield* examineWarehouse(core, lake), lock, examineWork(status, here)];
    }),
  ).pipe(
    Effect.catch((error) => {
      const next = 'Mend what the message names, then run this again.';
      return Effect.succeed<readonly Finding[]>([
        { level: 'fail', subject: 'lake', message: error.message, next },
      ]);
    }),
  );
});

const examineWarehouse = Effect.fnUntraced(function* (
  core: EtlCore,
  lake: string,
): Effect.fn.Return<Finding, never, Warehouse> {
  const subject = 'warehouse';
  const path = warehousePath(lake);
  const isThere = yield* Effect.promise(() =>
    stat(path).then(
      () => true,
      () => false,
    ),
  );
  if (!isThere) return { level: 'ok', subject, message: 'There is none yet; the first load makes it.' };
  return yield* core.Warehouse.use((warehouse) => warehouse.batches(core.salesPipeline.star)).pipe(
    Effect.map((batches): Finding => {
      const message = `${path} opens; ${renderOf(batches.length, 'batch', 'batches')} loaded.`;
      return { level: 'ok', subject, message };
    }),
    Effect.catch((error) => {
      const next = error.retryable ? 'Close what uses it, then try again.' : 'Do what the message says.';
      return Effect.succeed<Finding>({
        level: error.retryable ? 'warn' : 'fail',
        subject,
        message: error.message,
        next,
      });
    }),
  );
});

const examineLock = Effect.fnUntraced(function* (
  core: EtlCore,
  status: PipelineStatus,
  here: string,
): Effect.fn.Return<Finding, never, ObjectStore> {
  const subject = 'lock';
  const holder = yield* holderOf(core, status.lock);
  switch (holder.state) {
    case 'none':
      return { level: 'ok', subject, message: 'Nobody holds it.' };
    case 'gone': {
      const message = `Left behind by ${nameOf(holder.lock)}, which is gone; the next run takes over.`;
      return { level: 'ok', subject, message };
    }
    case 'alive': {
      const message = `Held by ${nameOf(holder.lock)}, which seems to be at work.`;
      const next = `Wait for it; if it is gone for good: ${suggest(`unlock --force ${here}`)}`;
      return { level: 'warn', subject, message, next };
    }
  }
});

function examineWork({ batches, waiting }: PipelineStatus, here: string): Finding {
  const subject = 'unfinished';
  const begun = batches.filter(({ status }) => status === 'begun').length;
  const unloaded = batches.filter(({ status }) => status === 'published').length;
  const parts = [
    ...(begun > 0 ? [`${renderOf(begun, 'batch', 'batches')} begun`] : []),
    ...(unloaded > 0 ? [`${renderOf(unloaded, 'batch', 'batches')} to be loaded`] : []),
    ...(waiting.length > 0 ? [`${renderOf(waiting.length, 'file')} waiting in raw`] : []),
  ];
  if (parts.length === 0) return { level: 'ok', subject, message: 'Nothing.' };
  return { level: 'warn', subject, message: `${parts.join(', ')}.`, next: suggest(`run ${here}`) };
}
