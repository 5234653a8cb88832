/*
 * Compiles the kernels, the AssemblyScript in `packages/<name>/kernel`, to WebAssembly, and compares it with the module that
 * JavaScript loads, `src/kernel/code.ts`. With --update it writes that module anew.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { main } from 'assemblyscript/asc';
import { ROOT } from './workspace.ts';

const options = ['-O3', '--runtime', 'minimal', '--enable', 'simd', '--noAssert'];

async function compile(folder: string): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  let problems = '';
  const { error } = await main(['index.ts', '--baseDir', folder, '-o', 'kernel.wasm', ...options], {
    writeFile: (_name, contents) => {
      binary = contents as Uint8Array;
    },
    stderr: { write: (text: string | Uint8Array) => (problems += Buffer.from(text).toString()) },
  });
  if (error !== null || binary === undefined)
    throw new Error(`The kernel in ${folder} does not compile.\n${problems}`);
  return binary;
}

function moduleOf(binary: Uint8Array): string {
  const lines = Buffer.from(binary)
    .toString('base64')
    .match(/.{1,100}/g)!
    .map((line) => `  '${line}',`);
  return `// Made by \`pnpm check kernels --update\` from the sources in \`kernel/\`; do not edit.

/** The kernel's WebAssembly, in base64. */
export const kernelCode: string = [
${lines.join('\n')}
].join('');
`;
}

const isUpdate = process.argv.includes('--update');
for (const entry of globSync('packages/*/kernel/index.ts', { cwd: ROOT })) {
  const folder = join(ROOT, dirname(entry));
  const target = join(folder, '../src/kernel/code.ts');
  const expected = moduleOf(await compile(folder));
  if (isUpdate) writeFileSync(target, expected);
  else if (readFileSync(target, 'utf8') !== expected) {
    console.error(
      `${target} is not what the sources in ${folder} make. Run \`pnpm check kernels --update\` and commit it.`,
    );
    process.exitCode = 1;
  }
}
