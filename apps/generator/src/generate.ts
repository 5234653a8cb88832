import type { GenerateOptions } from './options.ts';
import type { Truth } from './truth.ts';

/** What a generation left behind. */
export interface Generated {
  /** The data files' paths, in name order. */
  readonly files: readonly string[];
  readonly truthPath: string;
  readonly truth: Truth;
  /** The length of the text, before compression. */
  readonly bytes: number;
  readonly rows: number;
}

/** Writes synthetic sales data and its truth file into a folder. */
export async function generate(folder: string, options: GenerateOptions): Promise<Generated> {
  throw new Error(`Not there yet: ${folder} ${options.seed}`);
}
