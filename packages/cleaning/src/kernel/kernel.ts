import { compileKernel, type OpenKernel, type Place } from '@sales/parquet/kernel';
import { kernelCode } from './code.ts';

/** The questions that the kernel asks; see `kernel/host.ts`. */
export interface KernelHost {
  readonly judge: (sink: number, entry: number) => number;
  readonly keeps: (sink: number, at: number, size: number) => number;
  readonly askDay: (sink: number, at: number) => number;
}

/* oxlint-disable max-params -- WebAssembly takes its numbers one by one. */

/** The kernel of one cleaner: functions over a memory of its own. What they do is said in `kernel/`. */
export interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly allocate: (bytes: number) => Place;
  readonly release: (at: Place) => void;
  readonly createTextSink: (
    id: number,
    isRequired: number,
    isFolded: number,
    isEnum: number,
    maxBytes: number,
    rows: number,
    firstEntries: number,
    firstBytes: number,
  ) => Place;
  readonly restart: (sink: Place, firstEntries: number, firstBytes: number) => void;
  readonly createNumberSink: (
    id: number,
    isRequired: number,
    isDate: number,
    wordBytes: number,
    min: bigint,
    max: bigint,
    rows: number,
  ) => Place;
  readonly createProduct: (sink: Place, quantity: Place, price: Place, toleranceCents: bigint) => Place;
  readonly createPlan: (
    steps: number,
    products: number,
    absentTexts: number,
    absentNumbers: number,
    sums: number,
  ) => Place;
  readonly releasePlan: (plan: Place) => void;
  readonly setStep: (
    plan: Place,
    index: number,
    kind: number,
    literal: Place,
    literalBytes: number,
    sink: Place,
  ) => void;
  readonly setList: (plan: Place, list: number, index: number, sink: Place) => void;
  readonly scan: (
    plan: Place,
    start: Place,
    end: Place,
    firstRow: number,
    capacity: number,
    offsets: Place,
    base: bigint,
  ) => Place;
  readonly scannedTo: { readonly value: number };
  readonly inspect: (plan: Place, start: Place, end: Place, row: number) => number;
  readonly doubtsAt: () => Place;
  readonly takeSum: (sink: Place) => bigint;
  readonly putText: (sink: Place, at: Place, size: number, row: number) => void;
  readonly putNull: (sink: Place, row: number) => void;
  readonly keepAsBytes: (sink: Place, rows: number) => void;
  readonly isHeap: (sink: Place) => number;
  readonly numberEntries: (sink: Place, rows: number, codes: Place, used: Place) => void;
  readonly usedCount: { readonly value: number };
  readonly usedBytes: { readonly value: number };
  readonly gatherTexts: (table: Place, used: Place, count: number, offsets: Place, bytes: Place) => void;
  readonly entryCount: (sink: Place) => number;
  readonly entryAt: (sink: Place, entry: number) => Place;
  readonly entryBytes: (sink: Place, entry: number) => number;
  readonly codesAt: (sink: Place) => Place;
  readonly bytesAt: (sink: Place) => Place;
  readonly endsAt: (sink: Place) => Place;
  readonly textPresentAt: (sink: Place) => Place;
  readonly valuesAt: (sink: Place) => Place;
  readonly presentAt: (sink: Place) => Place;
}

/* oxlint-enable max-params */

let open: OpenKernel | undefined;

/** Opens a kernel with a memory of its own; undefined where there is no WebAssembly (`--jitless`). */
export function openKernel(host: KernelHost): Kernel | undefined {
  open ??= compileKernel(kernelCode);
  return open?.({ ...host }) as Kernel | undefined;
}
