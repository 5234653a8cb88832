import { compileKernel, type KernelMemory, type Place } from '@sales/parquet/kernel';
import { kernelCode } from './code.ts';

/* oxlint-disable max-params -- WebAssembly takes its numbers one by one. */

/** Functions over a memory of their own; what they do is said in `kernel/`. */
export interface Kernel extends KernelMemory {
  readonly textSums: (
    bytes: Place,
    offsets: Place,
    count: number,
    prefix: Place,
    prefixSize: number,
    seed: number,
    sums: Place,
  ) => void;
  readonly addCoded: (rows: Place, count: number, codes: Place, sums: Place) => void;
  readonly addOwn: (rows: Place, count: number, validity: Place, sums: Place) => void;
  readonly chainCoded: (rows: Place, count: number, codes: Place, sums: Place) => void;
  readonly chainOwn: (rows: Place, count: number, sums: Place) => void;
  readonly chainNumbers: (rows: Place, count: number, values: Place, valueBytes: number) => void;
}

/* oxlint-enable max-params */

let opened: Kernel | undefined;

/** Gives this thread's kernel. */
export function kernel(): Kernel {
  if (opened !== undefined) return opened;
  const open = compileKernel(kernelCode);
  if (open === undefined) throw new Error('Keys are summed by WebAssembly, which this Node.js runs without.');
  return (opened = open() as Kernel);
}
