/** An error of an execution, as Retry and Catch see it. */
export class StatesError extends Error {
  /** Such as `States.Timeout`, or what a function calls its error. */
  readonly error: string;

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`);
    this.error = error;
    this.causeText = cause;
  }

  readonly causeText: string;

  /** Errors of the machine itself: no Retry and no Catch sees them. */
  get isTerminal(): boolean {
    return this.error === 'States.Runtime' || this.error === 'States.DataLimitExceeded';
  }

  /** Tells whether a Retry or Catch for this name is for this error. */
  matches(name: string): boolean {
    if (this.isTerminal) return false;
    if (name === 'States.ALL') return true;
    if (name === 'States.TaskFailed') return !this.error.startsWith('States.') || this.error === name;
    return name === this.error;
  }
}
