import { kernelCode } from './code.ts';
import { compileKernel } from './module.ts';
import type { KernelMemory, Place } from './scratch.ts';

/* oxlint-disable max-params -- WebAssembly takes its numbers one by one. */

/** Functions over a memory of their own; what they do is said in `kernel/`. */
export interface Kernel extends KernelMemory {
  readonly snappy: (source: Place, size: number, target: Place) => number;
  readonly unsnappy: (source: Place, size: number, target: Place, targetSize: number) => number;
  readonly snappyRoom: (size: number) => number;
  readonly hybridCodes: (
    codes: Place,
    count: number,
    hasNulls: number,
    bitWidth: number,
    target: Place,
  ) => number;
  readonly hybridLevels: (marks: Place, markBytes: number, count: number, target: Place) => number;
  readonly hybridRoom: (count: number, bitWidth: number) => number;
  readonly minRow: { readonly value: number };
  readonly maxRow: { readonly value: number };
  readonly numberBounds: (values: Place, valueBytes: number, validity: Place, count: number) => void;
  readonly numberDictionary: (
    values: Place,
    valueBytes: number,
    validity: Place,
    count: number,
    least: bigint,
    span: number,
    codes: Place,
    dictionary: Place,
  ) => number;
  readonly presentNumbers: (
    values: Place,
    valueBytes: number,
    validity: Place,
    start: number,
    end: number,
    target: Place,
  ) => number;
  readonly presentRows: { readonly value: number };
  readonly presentBytes: { readonly value: number };
  readonly minCode: { readonly value: number };
  readonly maxCode: { readonly value: number };
  readonly codeRange: (codes: Place, count: number) => void;
  readonly countCodes: (codes: Place, count: number, offsets: Place) => void;
  readonly plainTexts: (
    bytes: Place,
    offsets: Place,
    validity: Place,
    start: number,
    end: number,
    target: Place,
  ) => number;
  readonly readPlainTexts: (page: Place, size: number, count: number, bytes: Place, offsets: Place) => number;
  readonly textBounds: (bytes: Place, offsets: Place, validity: Place, count: number) => void;
}

/* oxlint-enable max-params */

let opened: Kernel | undefined;

/** Gives this thread's kernel. */
export function kernel(): Kernel {
  if (opened !== undefined) return opened;
  const open = compileKernel(kernelCode);
  if (open === undefined)
    throw new Error('Parquet is encoded by WebAssembly, which this Node.js runs without.');
  return (opened = open() as Kernel);
}
