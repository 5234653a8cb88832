import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeApp } from './app.ts';
import { staleDocuments } from './documents/generated.ts';
import { readEnvironment } from './environment.ts';

// Writes what docs/ says of the templates anew. The code of functions and jobs says nothing there, so that none is built.
const folder = mkdtempSync(join(tmpdir(), 'sales-documents-'));
try {
  const bundle = join(folder, 'bundle');
  mkdirSync(bundle);
  writeFileSync(join(bundle, 'index.mjs'), '');
  for (const script of ['raw_to_silver', 'silver_to_gold', 'gold_to_redshift', 'etl_job', 'source_lines']) {
    writeFileSync(join(bundle, `${script}.py`), script);
  }
  const assembly = join(folder, 'assembly');
  makeApp([readEnvironment('dev', {})], {
    outdir: assembly,
    bundleOf: () => bundle,
    jobScripts: bundle,
  }).synth();
  const written = staleDocuments(assembly, true);
  console.log(written.length === 0 ? 'The documents are current.' : `Written: ${written.join(', ')}.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
