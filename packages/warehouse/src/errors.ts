import { Data } from 'effect';

/** Why a warehouse refuses or fails, as far as a caller would act on it differently. */
export type WarehouseErrorReason =
  /** Another process or transaction is in the way; a later try can succeed. */
  | 'Busy'
  /** The service that runs the warehouse is overloaded or cannot be reached; a later try can succeed. */
  | 'Unavailable'
  /** The warehouse cannot be opened: no folder or service of that name, no permission, no such file format. */
  | 'CannotOpen'
  /** Its tables are not those of the star. */
  | 'OtherTables'
  | 'NoSpace'
  | 'NoMemory'
  /** A gold file is missing or unreadable. */
  | 'BadFile'
  /** The batch is not what the request says, or would break the warehouse. */
  | 'Assertion'
  /** A batch that started later has already loaded. */
  | 'Fenced'
  /** A query would write, or is not one statement. */
  | 'NotReadOnly'
  | 'BadQuery'
  /** None of the above. */
  | 'Failed';

/** The statement that failed, as the engine was told it. */
export interface FailedStatement {
  /** The step of the load that it belongs to. */
  readonly step?: string;
  readonly sql: string;
}

/** What the engine noted of a file that it could not load. */
export interface LoadErrorDetail {
  readonly file: string;
  readonly line?: number;
  readonly column?: string;
  readonly problem: string;
}

/** The warehouse refused or failed, and holds what it held before. `message` says what to do next. */
export class WarehouseError extends Data.TaggedError('WarehouseError')<{
  readonly reason: WarehouseErrorReason;
  readonly message: string;
  readonly cause?: unknown;
  readonly statement?: FailedStatement;
  readonly files?: readonly LoadErrorDetail[];
}> {
  /** Tells whether the same call may succeed when it is made again a little later. */
  get retryable(): boolean {
    return this.reason === 'Busy' || this.reason === 'Unavailable';
  }
}
