/** Why an object cannot be read to its end. */
export type SourceFault = 'binary' | 'truncated' | 'corrupt' | 'row_too_long';

/**
 * Thrown while an object is read, when the object itself is broken rather than one of its rows: none of its rows may
 * be used, for nobody can tell how many are missing.
 */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly fault: SourceFault;

  constructor(fault: SourceFault, problem: string, cause?: unknown) {
    super(problem, { cause });
    this.fault = fault;
  }
}
