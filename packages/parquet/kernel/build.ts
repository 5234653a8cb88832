/*
 * Compiles the kernel to WebAssembly and writes it as the module that JavaScript loads: `pnpm --filter @sales/parquet kernel`.
 * With --check it only tells whether that module is what the sources make.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from 'assemblyscript/asc';

const target = join(import.meta.dirname, '../src/kernel/code.ts');
const options = ['-O3', '--runtime', 'minimal', '--enable', 'simd', '--noAssert'];

let binary: Uint8Array | undefined;
const { error, stderr } = await main(['index.ts', '--baseDir', import.meta.dirname, '-o', 'kernel.wasm', ...options], {
  writeFile: (name, contents) => {
    if (name === 'kernel.wasm') binary = contents as Uint8Array;
  },
});
if (error !== null || binary === undefined) throw new Error(`The kernel does not compile.\n${stderr.toString()}`);

const base64 = Buffer.from(binary).toString('base64');
const lines = base64.match(/.{1,110}/g)!.map((line) => `  '${line}',`);
const module = `// Made by kernel/build.ts from the sources beside it; do not edit.

/** The kernel's WebAssembly, in base64. */
export const kernelCode: string = [
${lines.join('\n')}
].join('');
`;
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== module) {
    console.error('src/kernel/code.ts is not what the sources in kernel/ make. Run `pnpm --filter @sales/parquet kernel`.');
    process.exitCode = 1;
  }
} else writeFileSync(target, module);
