import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@sales/test-kit';
import { build } from 'esbuild';
import { assert, describe, it } from 'vitest';

const subject = join(import.meta.dirname, '../src/sourcePlaces.ts');
const lines = [
  '// A comment.',
  'function fail() {',
  "  return new Error('It\\nfailed.');",
  '}',
  'console.log(JSON.stringify([fail().stack].flatMap((stack) => [stack, inSources(stack)])));',
];

/** Bundles a program as handlers are bundled, and gives what it says of the stack of an error: as it is, and mapped. */
async function stacks({ isMapped }: { readonly isMapped: boolean }): Promise<readonly [string, string]> {
  const folder = temporaryFolder();
  const source = join(folder, 'source.ts');
  writeFileSync(source, [...lines, `import { inSources } from ${JSON.stringify(subject)};`].join('\n'));
  const outfile = join(folder, 'index.mjs');
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    minify: true,
    sourcemap: true,
  });
  if (!isMapped) rmSync(`${outfile}.map`);
  // In a process of its own, because Vitest maps the stacks of this one.
  return JSON.parse(execFileSync(process.execPath, [outfile], { encoding: 'utf8' })) as [string, string];
}

describe('the places of a stack', () => {
  it('are those of the sources', async () => {
    const [stack, mapped] = await stacks({ isMapped: true });
    assert.match(stack, /^Error: It\nfailed\.\n.*index\.mjs:\d+:\d+\)\n/);
    assert.match(mapped, /^Error: It\nfailed\.\n.*source\.ts:3:10\)\n.*source\.ts:5:29\)\n/);
  });

  it('stay as they are without a map', async () => {
    const [stack, mapped] = await stacks({ isMapped: false });
    assert.strictEqual(mapped, stack);
  });
});
