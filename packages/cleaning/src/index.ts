export {
  type Cleaned,
  type Cleaner,
  type CleanerOptions,
  createCleaner,
  createReferenceCleaner,
  type SourceObject,
} from './cleaner.ts';
export { SourceError, type SourceFault } from './errors.ts';
export { makeReject, parseReject, type Reject, renderReject } from './reject.ts';
export { rejectsAt } from './rejectsAt.ts';
export {
  addCounts,
  addReports,
  type CleaningReport,
  type Counts,
  type Drift,
  type ExtraField,
  emptyReport,
} from './report.ts';
export { renderSample } from './json.ts';
export { parseRow, type RawObject, type RowReading, type RowRule, rowRule } from './row.ts';
export type { CleanValue } from './rules/rule.ts';
export { isCompressed, uncompressed } from './source/decompress.ts';
export { type RowHandler, type RowSpan, type RowSplitter } from './source/row.ts';
export { mayHoldArray, rowSplitter } from './source/splitter.ts';
export { renderCleaningViews } from './spark/cleaningQuery.ts';
export { learnPlainShape, type PlainShape, renderPlainViews } from './spark/plainLine.ts';
export type { SparkView } from './spark/sql.ts';
