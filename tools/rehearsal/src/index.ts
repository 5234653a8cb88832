export { startCloud } from './cloud.ts';
export { startDeployedCloud } from './deployedCloud.ts';
export { makeFiles } from './files.ts';
export type { Cloud } from './joinCloud.ts';
export { faultsOf } from './judgement.ts';
export { compare, uploadAndRun } from './rehearsal.ts';
export { whatIsThere } from './whatIsThere.ts';
