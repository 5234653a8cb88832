export { createFactBuilder, type FactBuilder } from './factBuilder.ts';
export { createKeyScan, type KeyScan, type Suspects } from './keyScan.ts';
export { type KeySums, keySums } from './keySums.ts';
export {
  createResolver,
  type LostRows,
  type Resolution,
  type Resolver,
  type SupersededRow,
} from './resolution.ts';
export { createDimensionBuilder, type DimensionBuilder } from './survivorship.ts';
