import { Data } from 'effect';

/** Why a warehouse refuses or fails, as far as a caller would act on it differently. */
export type WarehouseErrorReason =
  /** Another process or transaction is in the way; a later try can succeed. */
  | 'Busy'
  /** The warehouse cannot be opened: no folder, no permission, no such file format. */
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

/** The warehouse refused or failed, and holds what it held before. `message` says what to do next. */
export class WarehouseError extends Data.TaggedError('WarehouseError')<{
  readonly reason: WarehouseErrorReason;
  readonly message: string;
  readonly cause?: unknown;
}> {
  /** Tells whether the same call may succeed when it is made again a little later. */
  get retryable(): boolean {
    return this.reason === 'Busy';
  }
}
