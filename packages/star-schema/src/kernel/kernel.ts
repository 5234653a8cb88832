import { compileKernel, type KernelMemory, type OpenKernel, type Place } from '@sales/parquet/kernel';
import { kernelCode } from './code.ts';

/** The question that the kernel asks; see `kernel/host.ts`. */
export interface KernelHost {
  readonly decide: (attribute: number, row: number, known: number, isRow: number) => number;
}

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
  readonly partition: (
    sums: Place,
    count: number,
    firstRow: number,
    partBits: number,
    rows: Place,
    counts: Place,
  ) => void;
  readonly repeats: (rows: Place, count: number, found: Place) => number;
  readonly addSource: (at: Place, size: number) => void;
  readonly createLatest: (attribute: number) => Place;
  readonly reserve: (latest: Place, members: number) => void;
  readonly offer: (
    latest: Place,
    members: Place,
    codes: Place,
    rowCount: number,
    days: Place,
    sources: Place,
    offsets: Place,
    marks: Place,
    markBytes: number,
    touched: Place,
  ) => number;
  readonly touchedRows: (latest: Place, touched: Place, count: number, rows: Place) => void;
  readonly setValues: (latest: Place, touched: Place, count: number, values: Place) => void;
  readonly valuesOf: (latest: Place, members: Place, count: number, values: Place) => void;
  readonly stampBytes: (latest: Place, members: Place, count: number) => number;
  readonly renderStamps: (
    latest: Place,
    members: Place,
    count: number,
    target: Place,
    offsets: Place,
  ) => void;
  readonly sortTexts: (bytes: Place, offsets: Place, count: number, target: Place) => void;
  readonly textBytes: (offsets: Place, numbers: Place, count: number) => number;
  readonly gatherTexts: (
    bytes: Place,
    offsets: Place,
    numbers: Place,
    count: number,
    target: Place,
    targetOffsets: Place,
    validity: Place,
  ) => void;
  readonly mergeKeys: (
    bytes: Place,
    offsets: Place,
    count: number,
    otherBytes: Place,
    otherOffsets: Place,
    otherCount: number,
    rows: Place,
    otherRows: Place,
  ) => number;
  readonly chooseLatest: (
    rows: Place,
    otherRows: Place,
    count: number,
    values: Place,
    valueOffsets: Place,
    validity: Place,
    stamps: Place,
    stampOffsets: Place,
    otherValues: Place,
    otherValueOffsets: Place,
    otherValidity: Place,
    otherStamps: Place,
    otherStampOffsets: Place,
  ) => void;
  readonly pairBytes: (
    offsets: Place,
    rows: Place,
    otherOffsets: Place,
    otherRows: Place,
    count: number,
  ) => number;
  readonly gatherPairs: (
    bytes: Place,
    offsets: Place,
    rows: Place,
    otherBytes: Place,
    otherOffsets: Place,
    otherRows: Place,
    count: number,
    target: Place,
    targetOffsets: Place,
    validity: Place,
  ) => void;
}

/* oxlint-enable max-params */

let open: OpenKernel | undefined;
let shared: Kernel | undefined;

/** Opens a kernel for one dimension: its memory is that of the dimension, and goes with it. */
export function openKernel(host: KernelHost): Kernel {
  open ??= compileKernel(kernelCode);
  if (open === undefined)
    throw new Error('Rows are modelled by WebAssembly, which this Node.js runs without.');
  return open({ ...host }) as Kernel;
}

/** Gives this thread's kernel for what holds nothing from one call to the next. */
export function kernel(): Kernel {
  return (shared ??= openKernel({ decide: () => 0 }));
}
