import { LakeError, type LakeErrorReason } from '../errors.ts';
import { FileAbsent, FileChanged } from './fileReading.ts';
import { GuardBusy } from './guard.ts';

/** What was being done, to what; `key` may be a prefix. */
export interface Place {
  readonly root: string;
  readonly action: 'open' | 'list' | 'read' | 'write' | 'remove';
  readonly key: string;
}

/** Every answer of the operating system that a person can act on: what it means, and the next step. */
const meanings: Record<string, readonly [reason: LakeErrorReason, problem: string, nextStep: string]> = {
  ENOENT: ['NotFound', 'it does not exist', 'list its folder to see what does'],
  EACCES: ['Permission', 'this user may not', 'give the user access or choose another folder'],
  EPERM: ['Permission', 'this user may not', 'give the user access or choose another folder'],
  EROFS: ['Permission', 'the disk is read-only', 'mount it for writing or choose another folder'],
  ENOSPC: ['NoSpace', 'the disk is full', 'free some space and run again, nothing half-written is left'],
  EDQUOT: ['NoSpace', "the user's disk quota is used up", 'free some space and run again'],
  ENOTDIR: ['NotAFolder', 'a part of its path is a file', 'move that file away or choose another name'],
  EEXIST: ['NotAFolder', 'there is a file of that name', 'move that file away or choose another name'],
  EISDIR: ['IsAFolder', 'there is a folder of that name', 'move that folder away or choose another name'],
  ENAMETOOLONG: ['InvalidKey', 'its name is too long for this disk', 'choose a shorter one'],
  EMFILE: ['Io', 'too many files are open', 'raise the limit with `ulimit -n 4096` and run again'],
  ENFILE: ['Io', 'too many files are open on this machine', 'close other programs and run again'],
  ENOTSUP: ['Io', 'this disk has no hard links', 'choose a folder on a disk that has'],
};

/** Tells a failure of the file system, which is an error, from a bug, which is not. */
export function isFolderFailure(cause: unknown): boolean {
  return (
    cause instanceof FileAbsent ||
    cause instanceof FileChanged ||
    cause instanceof GuardBusy ||
    (cause instanceof Error && 'syscall' in cause)
  );
}

/** Says in one sentence what failed in the folder `root`, and what to do. */
export function folderError(cause: unknown, { root, action, key }: Place): LakeError {
  const [reason, problem, nextStep] = meaningOf(cause);
  const what = action === 'open' ? `the lake folder ${root}` : `"${key}" in the lake ${root}`;
  return new LakeError({ reason, key, message: `Cannot ${action} ${what}: ${problem}; ${nextStep}.`, cause });
}

function meaningOf(cause: unknown): readonly [LakeErrorReason, string, string] {
  if (cause instanceof FileAbsent)
    return ['NotFound', 'it does not exist', 'list its folder to see what does'];
  if (cause instanceof FileChanged) {
    return ['Changed', 'it was changed since it was found', 'wait until nobody writes it, then run again'];
  }
  if (cause instanceof GuardBusy) {
    return ['Io', cause.message, `if that process is gone for good, delete ${cause.guard} and run again`];
  }
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const meaning = meanings[code];
  if (!meaning) return ['Io', message, 'check the disk, then run again'];
  const [reason, problem, nextStep] = meaning;
  return [reason, `${problem} (${code})`, nextStep];
}
