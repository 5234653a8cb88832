import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LockOwner } from '../lockOwner.ts';
import { isProcessOwnerAlive, processOwner } from '../processOwner.ts';

/** No guarded step takes longer than moments; whoever waits this long waits for someone who cannot be seen. */
const patienceMs = 30_000;

/** The guard of a path was not free in time. */
export class GuardBusy extends Error {
  override readonly name = 'GuardBusy';
  readonly guard: string;
  readonly owner: LockOwner | undefined;

  constructor(guard: string, owner: LockOwner | undefined) {
    super(`${guard} is held by ${owner ? `process ${owner.pid} on ${owner.host}` : 'an unknown process'}`);
    this.guard = guard;
    this.owner = owner;
  }
}

/**
 * Runs one short step on a file while no other process runs a guarded step on the same file.
 *
 * The guard is a folder that holds one empty file, whose name is the owner. Renaming a prepared folder onto it is the
 * one atomic step: it succeeds only while the guard is absent or empty. To release is to remove one's own file, and
 * so is to evict an owner that has died; because that name is used once, it can never hit a later owner.
 */
export async function guarded<A>(path: string, step: () => Promise<A>): Promise<A> {
  const folder = dirname(path);
  // Hashed, because a file's name may already be as long as a name can be.
  const guard = join(
    folder,
    `.guard-${createHash('sha256').update(basename(path)).digest('hex').slice(0, 16)}`,
  );
  const owner = processOwner();
  const ticket = join(folder, `.tmp-${randomUUID()}`);
  const name = encodeOwner(owner);
  await mkdir(ticket);
  try {
    await writeFile(join(ticket, name), '');
    await enter(ticket, guard);
  } catch (cause) {
    await rm(ticket, { recursive: true, force: true });
    throw cause;
  }
  try {
    return await step();
  } finally {
    await rm(join(guard, name), { force: true });
    // Somebody else may already have moved in.
    await rmdir(guard).catch(() => undefined);
  }
}

async function enter(ticket: string, guard: string): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, 32)) {
    try {
      return await rename(ticket, guard);
    } catch (cause) {
      if (!isOccupied(cause)) throw cause;
    }
    const holder = await evictDead(guard);
    if (performance.now() > deadline) throw new GuardBusy(guard, holder);
    await sleep(waitMs * (0.5 + Math.random()));
  }
}

/** Removes the owner if it has died, and returns the one that lives, if any. */
async function evictDead(guard: string): Promise<LockOwner | undefined> {
  const names = await readdir(guard).catch(() => []);
  for (const name of names) {
    const owner = decodeOwner(name);
    if (!owner || isProcessOwnerAlive(owner)) return owner;
    await rm(join(guard, name), { force: true });
  }
  // Windows renames onto an absent folder only. Elsewhere this changes nothing.
  await rmdir(guard).catch(() => undefined);
  return undefined;
}

function isOccupied(cause: unknown): boolean {
  const { code } = cause as NodeJS.ErrnoException;
  return code === 'ENOTEMPTY' || code === 'EEXIST' || (code === 'EPERM' && process.platform === 'win32');
}

function encodeOwner({ host, pid, startedAt, id }: LockOwner): string {
  return [host, pid, startedAt, id].map(encodeURIComponent).join(',');
}

function decodeOwner(name: string): LockOwner | undefined {
  const [host, pid, startedAt, id] = name.split(',').map(decodeURIComponent);
  if (!host || !pid || !startedAt || !id) return undefined;
  return { host, pid: Number(pid), startedAt, id };
}
