import { factColumns, silverColumns } from '@sales/schema';
import type { Pipeline } from './pipeline.ts';

/** Gives the columns that the fact's files have and silver's do not: of the others, encoded pages are used again. */
export function factOnlyColumns({ contract, star }: Pipeline) {
  const silver = new Set(silverColumns(contract).map(({ name }) => name));
  return factColumns(star).filter(({ name }) => !silver.has(name));
}
