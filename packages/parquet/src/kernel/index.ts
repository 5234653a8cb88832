/* What the packages that have a kernel of their own, WebAssembly made by AssemblyScript, share. */
export { compileKernel, type OpenKernel } from './module.ts';
export { type KernelMemory, type Place, type Scratch, withScratch } from './scratch.ts';
