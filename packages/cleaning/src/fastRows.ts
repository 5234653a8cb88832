import type { Contract } from '@sales/schema';
import { createInterpretedRows } from './compiled/interpretedRows.ts';
import type { CompiledLimits } from './compiled/limits.ts';
import { createKernelRows } from './kernel/kernelRows.ts';
import type { RowStore } from './rowStore.ts';

/** Makes the store that reads plain lines fastest here: by the kernel, or without WebAssembly by an interpreter. */
export function createFastRows(
  contract: Contract,
  ingestDate: string,
  capacity: number,
  limits?: CompiledLimits,
): RowStore {
  return (
    createKernelRows(contract, ingestDate, capacity, limits) ??
    createInterpretedRows(contract, ingestDate, capacity, limits)
  );
}
