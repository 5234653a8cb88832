import { OptionError } from './errors.ts';

/** How far a generation is. */
export interface Progress {
  /** Text written so far, before compression. */
  readonly bytes: number;
  readonly rows: number;
  /** What was asked for, when it was asked in bytes. */
  readonly totalBytes?: number;
}

/** What to generate. */
export interface GenerateOptions {
  /** A whole number from 0 on: the same seed and options give the same bytes. */
  readonly seed: number;
  /** How much text, before compression. Give this or `rows`. */
  readonly sizeBytes?: number;
  /** How many rows. Give this or `sizeBytes`. */
  readonly rows?: number;
  /** Over how many files the rows are spread, evenly; 1 unless said otherwise. */
  readonly files?: number;
  /** The share of rows with dirt, 0 to 1; 0.05 unless said otherwise, 0.3 in the hostile shape. */
  readonly messRatio?: number;
  /** Whether the rows are those of the classic data set: 8-digit ids that collide, and only its own dirt. */
  readonly compat?: boolean;
  /**
   * `plain` writes every line alike. `hostile` shuffles the keys and changes the spacing per file, escapes what
   * need not be escaped, uses names beyond ASCII and as many customers as rows.
   */
  readonly shape?: 'plain' | 'hostile';
  readonly format?: 'ndjson' | 'array';
  readonly compression?: 'none' | 'gzip' | 'zstd';
  readonly onProgress?: (progress: Progress) => void;
  /** Stops the generation; what was written is removed. */
  readonly signal?: AbortSignal;
}

/** The options that decide the bytes, with their defaults filled in. */
export interface ResolvedOptions {
  readonly seed: number;
  readonly sizeBytes: number | null;
  readonly rows: number | null;
  readonly files: number;
  readonly messRatio: number;
  readonly compat: boolean;
  readonly shape: 'plain' | 'hostile';
  readonly format: 'ndjson' | 'array';
  readonly compression: 'none' | 'gzip' | 'zstd';
}

const maxFiles = 99_999;
/** The classic ids have 32 bits; half of them leaves room for lines that are shorter than estimated. */
const maxCompatRows = 2 ** 31;
const approximateRowBytes = 350;

/** Fills in the defaults. Throws OptionError when the options contradict each other. */
export function resolveOptions(options: GenerateOptions): ResolvedOptions {
  const { seed, sizeBytes = null, rows = null, files = 1, compat = false } = options;
  const { shape = 'plain', format = 'ndjson', compression = 'none' } = options;
  const { messRatio = shape === 'hostile' ? 0.3 : 0.05 } = options;
  requireWhole('seed', seed, 0, Number.MAX_SAFE_INTEGER);
  if ((sizeBytes === null) === (rows === null))
    throw new OptionError('Give either a size or a number of rows: one of them, not both.');
  if (sizeBytes !== null) requireWhole('size in bytes', sizeBytes, 1, Number.MAX_SAFE_INTEGER);
  if (rows !== null) requireWhole('number of rows', rows, 0, Number.MAX_SAFE_INTEGER);
  requireWhole('number of files', files, 1, maxFiles);
  if (!(messRatio >= 0 && messRatio <= 1))
    throw new OptionError(`The mess ratio ${messRatio} is no share: give a number from 0 to 1.`);
  const resolved = { seed, sizeBytes, rows, files, messRatio, compat, shape, format, compression };
  if (compat && expectedRows(resolved) > maxCompatRows)
    throw new OptionError('The classic ids of 8 digits do not suffice for so many rows: leave out --compat.');
  return resolved;
}

/** Estimates how many rows the options ask for. */
export function expectedRows(options: ResolvedOptions): number {
  return options.rows ?? Math.ceil(options.sizeBytes! / approximateRowBytes);
}

function requireWhole(name: string, value: number, min: number, max: number): void {
  if (!Number.isSafeInteger(value) || value < min || value > max)
    throw new OptionError(`The ${name} ${value} must be a whole number from ${min} to ${max}.`);
}
