export type { EmbeddedOptions } from './duckdb/database.ts';
export { embeddedWarehouse } from './embedded.ts';
export {
  type FailedStatement,
  type LoadErrorDetail,
  WarehouseError,
  type WarehouseErrorReason,
} from './errors.ts';
export { decodeBatch, selectBatches } from './plan/batchRow.ts';
export { type Dialect, renderPlan, type Statement } from './plan/dialect.ts';
export { loadPlan } from './plan/loadPlan.ts';
export { decodeObjects, selectObjects } from './plan/objectRow.ts';
export type { Check, Sentence, Step } from './plan/step.ts';
export { type TableDefinition, warehouseTables } from './plan/tables.ts';
export type { GoldFile, LoadRequest } from './request.ts';
export type { LoadedBatch, LoadResult, ObjectOutcome, QueryResult, QueryValue } from './result.ts';
export { sqlText } from './sql/literal.ts';
export { sqlName, sqlNames } from './sql/name.ts';
export { Warehouse } from './warehouse.ts';
