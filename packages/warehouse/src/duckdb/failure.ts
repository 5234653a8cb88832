import { WarehouseError, type WarehouseErrorReason } from '../errors.ts';
import type { Statement } from '../plan/dialect.ts';

type Explanation = readonly [
  pattern: RegExp,
  reason: WarehouseErrorReason,
  sentence: (file: string, match: RegExpExecArray) => string,
];

/** What can go wrong at any time. DuckDB gives its errors no codes, only these texts. */
const always: readonly Explanation[] = [
  [
    /Could not set lock on file(?:.*?PID (\d+))?/s,
    'Busy',
    (file, [, pid]) =>
      `Another process${pid === undefined ? '' : ` (${pid})`} has the warehouse ${file} open. Wait until it ends, or stop it.`,
  ],
  [
    /Conflict on |[Cc]onflict: /,
    'Busy',
    (file) => `Another transaction changed the warehouse ${file} at the same time. Try again.`,
  ],
  [
    /No space left on device|max_temp_directory_size|Disk quota exceeded|File too large/,
    'NoSpace',
    (file) => `The disk of the warehouse ${file} is full. Free some space and try again.`,
  ],
  [
    /Out of Memory Error/,
    'NoMemory',
    (file) => `The warehouse ${file} ran out of memory. Raise its memory limit and try again.`,
  ],
  [
    /Cannot open file "(?:.*\.wal|.*\.tmp.*)": (Permission denied|Read-only file system)|read-only mode/,
    'CannotOpen',
    (file) =>
      `The warehouse ${file} can be read but not written. Allow writing to it and to its folder, and try again.`,
  ],
];

/** What can go wrong when the file is opened. */
const onOpen: readonly Explanation[] = [
  ...always,
  [
    /not a valid DuckDB database file/,
    'CannotOpen',
    (file) => `${file} is not a DuckDB database. Move it away, or name another file for the warehouse.`,
  ],
  [
    /database file with version number/,
    'CannotOpen',
    (file) =>
      `The warehouse ${file} was written by another version of DuckDB. Open it with that version, or name another file and load the batches again.`,
  ],
  [
    /[Cc]orrupt|checksum/,
    'CannotOpen',
    (file) => `The warehouse ${file} is damaged. Restore a copy, or move it away and load the batches again.`,
  ],
  [
    /No such file or directory|Not a directory/,
    'CannotOpen',
    (file) => `The folder of the warehouse ${file} does not exist. Create it and try again.`,
  ],
  [/Is a directory/, 'CannotOpen', (file) => `${file} is a folder. Name a file for the warehouse.`],
  [
    /Permission denied|Read-only file system|Operation not permitted/,
    'CannotOpen',
    (file) => `The warehouse ${file} may not be opened for writing. Allow it, or name another file.`,
  ],
];

/** What can go wrong with the tables and files of a load. */
const onLoad: readonly Explanation[] = [
  ...always,
  [
    /Table with name (\S+) does not exist/,
    'OtherTables',
    (file, [, table]) => `The warehouse ${file} has no table ${table}. Migrate it first.`,
  ],
  [
    /No files found that match the pattern "(.*)"/,
    'BadFile',
    (_, [, gold]) => `The gold file ${gold} does not exist. Make the batch's gold files again.`,
  ],
  [
    /Cannot open file "(.*)": Permission denied/,
    'BadFile',
    (_, [, gold]) => `The gold file ${gold} may not be read. Allow it and try again.`,
  ],
];

/** Explains why the warehouse's file could not be opened. */
export function openFailure(path: string, cause: Error): WarehouseError {
  return (
    explain(onOpen, path, cause) ??
    failure('CannotOpen', `The warehouse ${path} could not be opened: ${firstLine(cause)}.`, cause)
  );
}

/** Explains why a statement outside of a load failed. */
export function statementFailure(path: string, cause: Error): WarehouseError {
  return (
    explain(onLoad, path, cause) ??
    failure('Failed', `The warehouse ${path} failed: ${firstLine(cause)}.`, cause)
  );
}

/** Explains why a query failed, with the place in it that DuckDB points to. */
export function queryFailure(path: string, cause: Error): WarehouseError {
  return explain(always, path, cause) ?? failure('BadQuery', `The query failed: ${cause.message}`, cause);
}

/** Explains why a statement of a load failed. */
export function loadFailure(path: string, { reason, step }: Statement, cause: Error): WarehouseError {
  if (reason === 'Assertion' || reason === 'Fenced') {
    const [, sentence] = /^Invalid Input Error: (.*)$/s.exec(cause.message) ?? [];
    if (sentence !== undefined) return failure(reason, sentence, cause);
  }
  return (
    explain(onLoad, path, cause) ??
    (reason === 'BadFile'
      ? failure(
          reason,
          `The gold files of ${step.replace('stage ', '')} cannot be read: ${firstLine(cause)}. Make them again.`,
          cause,
        )
      : failure('Failed', `The load failed (${step}): ${firstLine(cause)}. Nothing was loaded.`, cause))
  );
}

function explain(
  explanations: readonly Explanation[],
  path: string,
  cause: Error,
): WarehouseError | undefined {
  for (const [pattern, reason, sentence] of explanations) {
    const match = pattern.exec(cause.message);
    if (match !== null) return failure(reason, sentence(path, match), cause);
  }
  return undefined;
}

function failure(reason: WarehouseErrorReason, message: string, cause: Error): WarehouseError {
  return new WarehouseError({ reason, message, cause });
}

function firstLine(cause: Error): string {
  return cause.message.split('\n', 1)[0]!.replace(/[.!]$/, '');
}
