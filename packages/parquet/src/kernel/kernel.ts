import { kernelCode } from './code.ts';

/** A place in the kernel's memory. */
export type Place = number;

/* oxlint-disable max-params -- WebAssembly takes its numbers one by one. */

/** Functions over a memory of their own; what they do is said in `kernel/`. */
export interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly allocate: (size: number) => Place;
  readonly release: (at: Place) => void;
  readonly snappy: (source: Place, size: number, target: Place) => number;
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
  readonly textBounds: (bytes: Place, offsets: Place, validity: Place, count: number) => void;
}

/* oxlint-enable max-params */

/** What we use of WebAssembly; Node's types leave it to the browser's. */
interface WebAssemblyApi {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
}

let opened: Kernel | undefined;

/** Gives this thread's kernel. */
export function kernel(): Kernel {
  if (opened !== undefined) return opened;
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };
  const module = new WebAssembly.Module(Buffer.from(kernelCode, 'base64'));
  const env = {
    abort: () => {
      throw new Error('The Parquet kernel failed.');
    },
  };
  return (opened = new WebAssembly.Instance(module, { env }).exports as Kernel);
}
