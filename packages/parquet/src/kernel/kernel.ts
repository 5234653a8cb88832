import { kernelCode } from './code.ts';

/** Functions over a memory of their own; what they do is said in `kernel/`. */
interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly input: (size: number) => number;
  readonly output: () => number;
  readonly snappy: (size: number) => number;
  readonly hybrid: (count: number, valueBytes: number, bitWidth: number) => number;
}

/** What we use of WebAssembly; Node's types leave it to the browser's. */
interface WebAssemblyApi {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
}

let opened: Kernel | undefined;

function abort(): never {
  throw new Error('The Parquet kernel failed.');
}

function kernel(): Kernel {
  if (opened !== undefined) return opened;
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };
  const module = new WebAssembly.Module(Buffer.from(kernelCode, 'base64'));
  return (opened = new WebAssembly.Instance(module, { env: { abort } }).exports as Kernel);
}

/** Runs a function of the kernel over a copy of `bytes`, with room for `inputBytes`, and gives its output. */
function run(bytes: Uint8Array, inputBytes: number, step: (kernel: Kernel) => number): Uint8Array {
  const open = kernel();
  const at = open.input(inputBytes);
  new Uint8Array(open.memory.buffer, at, bytes.length).set(bytes);
  const size = step(open);
  return new Uint8Array(open.memory.buffer, open.output(), size).slice();
}

/** Compresses bytes in Snappy's block format. */
export function snappyCompress(bytes: Uint8Array): Uint8Array {
  return run(bytes, bytes.length, ({ snappy }) => snappy(bytes.length));
}

/**
 * Encodes values below 2^bitWidth as Parquet's RLE / bit-packing hybrid, leaving out those that are -1; bitWidth is at most
 * 24, and 0 when every value is 0.
 */
export function encodeHybrid(values: Int32Array | Uint8Array, bitWidth: number): Uint8Array {
  const { BYTES_PER_ELEMENT: valueBytes, length } = values;
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return run(bytes, length * 4, ({ hybrid }) => hybrid(length, valueBytes, bitWidth));
}
