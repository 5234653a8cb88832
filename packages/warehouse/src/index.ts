export { embeddedWarehouse, type EmbeddedOptions } from './embedded.ts';
export { WarehouseError, type WarehouseErrorReason } from './errors.ts';
export type { GoldFile, LoadRequest } from './request.ts';
export type { LoadedBatch, LoadResult, QueryResult, QueryValue } from './result.ts';
export { Warehouse } from './warehouse.ts';
