export { type DirtEntry, dirtCatalogue } from './dirt/catalogue.ts';
export type { Expectation } from './dirt/dirt.ts';
export { OptionError, WriteError } from './errors.ts';
export { type Generated, generate } from './generate.ts';
export type { GenerateOptions, Progress, ResolvedOptions } from './options.ts';
export { parseSize } from './size.ts';
export type { Truth, TruthCounts, TruthDimension, TruthFile, TruthMonth } from './truth/truth.ts';
