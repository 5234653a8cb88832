import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the synthesised app. */
    readonly assembly: string;
    /** What the program that synthesised it printed. */
    readonly synthesis: string;
  }
}

/** Synthesises all environments once for all test files. */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'sales-infra-'));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@sales/source', join(import.meta.dirname, 'synthesise.ts'), folder],
    { encoding: 'utf8' },
  );
  if (status === null || stderr.includes('Error:'))
    throw new Error(`Synthesis failed.\n${stdout}\n${stderr}`);
  project.provide('assembly', folder);
  project.provide('synthesis', `${stdout}${stderr}`);
  return () => rmSync(folder, { recursive: true, force: true });
}
