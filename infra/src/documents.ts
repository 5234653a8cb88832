import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeApp } from './app.ts';
import { staleDocuments } from './documents/generated.ts';
import { readEnvironment } from './environment.ts';

// Writes what docs/ says of the templates anew. The code of the functions says nothing there, so that none is built.
const folder = mkdtempSync(join(tmpdir(), 'sales-documents-'));
try {
  const bundle = join(folder, 'bundle');
  mkdirSync(bundle);
  writeFileSync(join(bundle, 'index.mjs'), '');
  const assembly = join(folder, 'assembly');
  makeApp([readEnvironment('dev', {})], { outdir: assembly, bundleOf: () => bundle }).synth();
  const written = staleDocuments(assembly, true);
  console.log(written.length === 0 ? 'The documents are current.' : `Written: ${written.join(', ')}.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
