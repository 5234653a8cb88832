export {
  type CleaningReport,
  type Counts,
  type Drift,
  type Reject,
} from '@sales/cleaning';
export {
  breakLock,
  dataSetLayout,
  LakeError,
  LockHeld,
  LockLost,
  type LockRecord,
  localFolder,
  type Manifest,
  type ObjectInfo,
  ObjectStore,
  PreconditionFailed,
  readLock,
  type RunStatus,
  runKeys,
} from '@sales/lake';
export {
  consoleNotifier,
  NotificationError,
  Notifier,
  type RunMessage,
  silentNotifier,
} from '@sales/notifications';
export {
  type CleanRow,
  type Contract,
  cleanRowSchema,
  date,
  defineContract,
  defineStar,
  id,
  integer,
  money,
  openEnum,
  product,
  type RawRow,
  rawRowSchema,
  renderCents,
  type Star,
  salesContract,
  salesStar,
  text,
} from '@sales/schema';
export {
  embeddedWarehouse,
  type QueryResult,
  type QueryValue,
  Warehouse,
  WarehouseError,
} from '@sales/warehouse';
export { type BatchReport, type ObjectReport, type RowCounts, reportJson } from './batchReport.ts';
export { BatchGivenUp, ConservationBroken, InputUnusable, SourceUnreadable } from './errors.ts';
export type { OnEvent, PipelineEvent, Stage } from './events.ts';
export { writeGoldCsv } from './goldCsv.ts';
export { type Intake, takeIn } from './intake.ts';
export { localServices, type PipelineServices, type RunLocallyOptions, runLocally } from './local.ts';
export { definePipeline, type Pipeline, salesPipeline } from './pipeline.ts';
export { readQuarantine } from './quarantine.ts';
export { type RunBatchOptions, runBatch } from './runBatch.ts';
export { type RunSummary, runPipeline } from './runPipeline.ts';
export { claimObjects, type Claimed } from './stages/claim.ts';
export { cleanBatch, type CleanResult } from './stages/clean.ts';
export { modelBatch, type ModelResult } from './stages/model.ts';
export { type BatchAccount, type BatchStatus, type PipelineStatus, pipelineStatus } from './status.ts';
export { type Validation, validateFile } from './validate.ts';
export { type Arrivals, claimArrivals } from './steps/arrivals.ts';
export { manifestOf } from './steps/batchDocument.ts';
export { cleanRange } from './steps/cleanRange.ts';
export {
  failBatch,
  type Failure,
  noteRangeFailure,
  readFailure,
  readRangeFailure,
  type Remains,
} from './steps/failure.ts';
export { lastLoad } from './steps/lastLoad.ts';
export { advanceLoad, type LoadCalls, openLoad } from './steps/load.ts';
export { modelRanges } from './steps/modelRanges.ts';
export { nextStep } from './steps/position.ts';
export { publishSpark } from './steps/publishSpark.ts';
export { planRanges } from './steps/ranges.ts';
export { type RangeReport } from './steps/rangeReport.ts';
export { tellFailed, tellLoaded, tellWithoutLake, type TellingOptions } from './steps/telling.ts';
export { workKeys } from './steps/workKeys.ts';
export { type SparkBatch, sparkKeys, type SparkObject } from './spark/batch.ts';
export { SparkUnusable } from './spark/errors.ts';
export {
  type LocalSpark,
  localSparkJobs,
  type RunSparkJob,
  type SparkJob,
  submitArguments,
  writeSparkBatch,
} from './spark/jobs.ts';
export { sparkOutcome } from './spark/outcome.ts';
export { renderSparkPlan, type SparkPlan, type SparkStep } from './spark/plan.ts';
