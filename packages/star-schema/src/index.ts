export { mergeDimension } from './dimensionMerge.ts';
export { buildFact, type FactRows } from './fact.ts';
export { gatherRows } from './gather.ts';
export { createKeyScan, type KeyScan, type Suspects } from './keyScan.ts';
export { type KeySums, keySums } from './keySums.ts';
export {
  createResolver,
  type LostRows,
  type Resolution,
  type Resolver,
  rowsPerDecision,
  type SupersededRow,
} from './resolution.ts';
export { createDimensionBuilder, type DimensionBuilder } from './dimensionBuilder.ts';
export { renderModelViews } from './spark/modelQuery.ts';
export { type ModelView, positionType } from './spark/modelView.ts';
