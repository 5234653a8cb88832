export { temporaryFolder } from './temporaryFolder.ts';
export { queryDuckDb } from './duckDbOracle.ts';
