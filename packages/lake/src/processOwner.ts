import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { LockOwner } from './lockOwner.ts';

const unknownStart = 'unknown';

/** Names this process as an owner, with a new id. */
export function processOwner(): LockOwner {
  return { host: hostname(), pid: process.pid, startedAt: ownStart(), id: randomUUID() };
}

/**
 * Answers false only for a process of this host that has surely ended. A pid alone does not tell: after a crash the
 * same number may belong to another process, so its start is compared too.
 */
export function isProcessOwnerAlive(owner: LockOwner): boolean {
  if (owner.host !== hostname()) return true;
  const [place, ownPlace] = [placeOf(owner.startedAt), placeOf(ownStart())];
  if (place && ownPlace && place.boot !== ownPlace.boot) return false;
  // A process of another container on this machine cannot be seen from here.
  if (place && ownPlace && place.namespace !== ownPlace.namespace) return true;
  const start = processStart(owner.pid);
  if (start === undefined) return false;
  return start === owner.startedAt || start === unknownStart || owner.startedAt === unknownStart;
}

let rememberedStart: string | undefined;
function ownStart(): string {
  rememberedStart ??= processStart(process.pid) ?? unknownStart;
  return rememberedStart;
}

/** Tells one process from every other with the same pid, or is undefined if there is no such process. */
function processStart(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    // EPERM: there is such a process, of another user.
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  try {
    if (process.platform === 'linux') return linuxStart(pid);
    // Windows keeps no start time that Node can read.
    if (process.platform === 'win32') return unknownStart;
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return unknownStart;
  }
}

/** `<boot>/<pid namespace>/<clock ticks since boot>`: times of day would move when the clock is set. */
function linuxStart(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The command's name, in brackets, may itself hold brackets and spaces. See proc_pid_stat(5).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, startTicks] = [fields[0], fields[19]];
  // A zombie holds nothing; only its parent has not looked yet.
  if (state === 'Z' || state === 'X') return undefined;
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
  const namespace = /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '';
  return `${boot}/${namespace}/${startTicks}`;
}

function placeOf(startedAt: string): { boot: string; namespace: string } | undefined {
  const [boot, namespace, ticks] = startedAt.split('/');
  return boot && namespace && ticks ? { boot, namespace } : undefined;
}
