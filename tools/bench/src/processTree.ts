import { readdirSync, readFileSync } from 'node:fs';

/** Measures the resident memory of a process and all that descend from it, again and again. Linux only. */
export interface MemorySampler {
  /** Stops and gives the largest sum seen, in bytes; 0 where /proc is not there. */
  stop(): number;
}

const intervalMs = 25;

/**
 * Starts sampling. Of each moment it takes the sum over the tree, so memory that processes share counts for each; the
 * high-water mark of the first process, which the kernel keeps, catches what falls between two moments.
 */
export function sampleMemory(
  pid: number,
  onSample: (bytes: number) => void = () => undefined,
): MemorySampler {
  let peak = 0;
  const sample = (): void => {
    const resident = treeOf(pid).reduce((sum, member) => sum + statusBytes(member, 'VmRSS'), 0);
    peak = Math.max(peak, resident, statusBytes(pid, 'VmHWM'));
    onSample(resident);
  };
  sample();
  const timer = setInterval(sample, intervalMs);
  return {
    stop() {
      clearInterval(timer);
      return peak;
    },
  };
}

/** Gives a process and all that descend from it. */
export function treeOf(pid: number): number[] {
  const members = [pid];
  for (const member of members) members.push(...childrenOf(member));
  return members;
}

function childrenOf(pid: number): number[] {
  return attempt(() => readdirSync(`/proc/${pid}/task`), []).flatMap((thread) =>
    attempt(() => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8'), '')
      .split(' ')
      .filter((text) => text !== '')
      .map(Number),
  );
}

/** Reads one line of a process's status, in bytes; 0 when the process has ended. */
export function statusBytes(pid: number | 'self', field: 'VmRSS' | 'VmHWM'): number {
  const status = attempt(() => readFileSync(`/proc/${pid}/status`, 'utf8'), '');
  const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  return Number(kibibytes ?? 0) * 1024;
}

/** Processes end while they are looked at. */
function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
