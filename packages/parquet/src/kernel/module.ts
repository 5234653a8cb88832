/** What we use of WebAssembly; Node's types leave it to the browser's. */
interface WebAssemblyApi {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
}

/** Makes an instance of a kernel, with a memory of its own, that asks `host`. */
export type OpenKernel = (host?: Readonly<Record<string, unknown>>) => object;

/**
 * Compiles a kernel: WebAssembly in base64, made by AssemblyScript. Undefined where there is no WebAssembly (`--jitless`).
 */
export function compileKernel(code: string): OpenKernel | undefined {
  const { WebAssembly } = globalThis as { readonly WebAssembly?: WebAssemblyApi };
  if (WebAssembly === undefined) return undefined;
  const module = new WebAssembly.Module(Buffer.from(code, 'base64'));
  const env = {
    abort: () => {
      throw new Error('A kernel failed.');
    },
  };
  return (host = {}) => new WebAssembly.Instance(module, { host, env }).exports;
}
