/**
 * The process that holds a lock. `startedAt` names the process's start as its own host counts it: two owners with
 * the same host, pid and `startedAt` are the same process, and nothing else may be read from it. `id` is new for
 * every holding.
 */
export interface LockOwner {
  readonly host: string;
  readonly pid: number;
  readonly startedAt: string;
  readonly id: string;
}
