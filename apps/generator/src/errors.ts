/** Thrown when an option makes no sense; its message is one sentence that names the value and what is allowed. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

/** Thrown when the data cannot be written; nothing half-written stays behind. */
export class WriteError extends Error {
  override readonly name = 'WriteError';

  readonly folder: string;

  constructor(folder: string, cause: unknown) {
    super(writeMessage(folder, cause), { cause });
    this.folder = folder;
  }
}

function writeMessage(folder: string, cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk of ${folder} is full: what was written is removed again; free some space, or ask for less with --size or --rows.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `The folder ${folder} cannot be written to (${code}): choose a folder of your own.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${folder} is a file, or lies below one: choose the path of a folder.`;
    default:
      return `The data could not be written to ${folder}: ${message}.`;
  }
}
