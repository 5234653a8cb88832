import { tmpdir } from 'node:os';
import { LakeError } from '@sales/lake';

/** Says that the keys of a large batch did not fit on the disk either; anything but the file system's error stays as it is. */
export function spillError(cause: unknown): LakeError {
  if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
  const isFull = 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');
  const message = `The keys of this batch do not fit in "${tmpdir()}" (${cause.message}). Free some space there, or name a larger folder by TMPDIR, and run again; nothing was loaded.`;
  return new LakeError({ reason: isFull ? 'NoSpace' : 'Io', key: tmpdir(), message, cause });
}
