export { BrokenDocument } from './document.ts';
export { LakeError, LockHeld, LockLost, PreconditionFailed, type LakeErrorReason } from './errors.ts';
export {
  batchIdOf,
  dataSetLayout,
  goldBatchPrefix,
  goldCsvBatchPrefix,
  goldCsvPartKey,
  goldPartKey,
  ledgerKey,
  lockKey,
  runKeys,
  runsPrefix,
  type DataSetLayout,
  type GoldBatch,
  type Part,
  type SilverBatch,
} from './layout.ts';
export { holdLock, releaseLock } from './heldLock.ts';
export {
  claimObject,
  readLedger,
  readLedgerEntry,
  releaseObject,
  type Claim,
  type LedgerEntry,
} from './ledger.ts';
export { localFolder } from './localFolder.ts';
export { breakLock, readLock, withLock, type LockOptions } from './lock.ts';
export type { LockOwner } from './lockOwner.ts';
export type { LockRecord } from './lockRecord.ts';
export {
  decodeManifest,
  encodeManifest,
  makeManifest,
  nextAttempt,
  type Manifest,
  type SourceObject,
} from './manifest.ts';
export { compareKeys, keyProblem } from './objectKey.ts';
export {
  ObjectStore,
  type OpenFile,
  type ByteRange,
  type ObjectInfo,
  type ObjectSink,
  type PutCondition,
} from './objectStore.ts';
export { processOwner } from './processOwner.ts';
export {
  advanceRun,
  publishRun,
  readRun,
  type RunState,
  type RunStatus,
  type StoredRunState,
} from './runState.ts';
export { findRuns, listRuns, readManifest, writeManifest, type Run } from './runs.ts';
export { writeObject } from './writeObject.ts';
