export { explainAssertion } from './assertion.ts';
export type { LoadHandle, LoadProgress } from './dataApi/loads.ts';
export { type CopySource, redshiftDialect } from './dialect.ts';
export { UnrenderableError } from './errors.ts';
export { type RedshiftLoad, type RedshiftTarget, renderLoad } from './load.ts';
export { renderManifest } from './manifest.ts';
export { renderMigration } from './migration.ts';
export type { RedshiftName, RedshiftOptions } from './options.ts';
export { RedshiftLoads, redshiftWarehouse } from './warehouse.ts';
