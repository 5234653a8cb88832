export { temporaryFolder } from './temporaryFolder.ts';
export { queryDuckDb } from './duckDbOracle.ts';
export { type SeededRandom, seededRandom } from './seededRandom.ts';
