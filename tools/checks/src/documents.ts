import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isApiReport } from './apiReport.ts';
import { type Example, exampleFaults, examplesOf } from './examples.ts';
import { readMarkdown } from './markdown.ts';
import { linkFaults, scriptFaults } from './references.ts';
import { isProgram, report } from './report.ts';
import { listFiles, readManifest, readWorkspace, ROOT } from './workspace.ts';

/** What the document check found, and how much it looked at. */
export interface Documents {
  readonly faults: readonly string[];
  readonly documents: number;
  readonly examples: number;
  readonly links: number;
}

/** Checks every Markdown file below `root`: its examples compile and run, its links lead somewhere, its scripts exist. */
export function checkDocuments(root: string): Documents {
  const workspace = readWorkspace(root);
  const scripts = {
    root: Object.keys(readManifest(join(root, 'package.json')).scripts ?? {}),
    workspace,
  };
  const faults: string[] = [];
  const examples: Example[] = [];
  // An API report quotes declarations; it is no example, and the check of its own holds it.
  const paths = listFiles(root, ['**/*.md', '.github/**/*.md']).filter(
    (path) => !isApiReport(basename(path)),
  );
  let links = 0;
  for (const path of paths) {
    const markdown = readMarkdown(readFileSync(join(root, path), 'utf8'));
    links += markdown.links.length;
    const found = examplesOf(path, markdown.fences, workspace);
    examples.push(...found.examples);
    faults.push(
      ...found.faults,
      ...linkFaults(root, path, markdown),
      ...scriptFaults(path, markdown, scripts),
    );
  }
  for (const { folder, manifest } of workspace) {
    if (!manifest.private && !paths.includes(`${folder}/README.md`)) {
      faults.push(`${folder} has no README.md: one paragraph, one example, the table of exports.`);
    }
  }
  faults.push(...exampleFaults(root, examples));
  return { faults, documents: paths.length, examples: examples.length, links };
}

if (isProgram(import.meta.filename)) {
  const { faults, documents, examples, links } = checkDocuments(ROOT);
  report('documents', faults, `${examples} examples and ${links} links in ${documents} documents hold`);
}
