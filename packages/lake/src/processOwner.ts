import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { LockOwner } from './lockOwner.ts';
import { processStart } from './processStart.ts';

/** Names this process as an owner, with a new id. */
export function processOwner(): LockOwner {
  return {
    host: hostname(),
    pid: process.pid,
    startedAt: processStart(process.pid) ?? 'unknown',
    id: randomUUID(),
  };
}
