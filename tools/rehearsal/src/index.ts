export { type Cloud, startCloud } from './cloud.ts';
export { makeFiles } from './files.ts';
export { uploadAndRun } from './rehearsal.ts';
