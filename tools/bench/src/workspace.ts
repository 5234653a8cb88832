import { join, resolve } from 'node:path';

/** The repository's folder. */
export const ROOT = resolve(import.meta.dirname, '../../..');

/** Where generated inputs and the engines' outputs live; not under version control. */
export const WORK_FOLDER = join(ROOT, '.sales/bench');

/** Where a run of the standard plan leaves its page. */
export const PAGES_FOLDER = join(ROOT, 'docs/benchmarks');
