import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Fence } from './markdown.ts';
import { ROOT, type WorkspacePackage } from './workspace.ts';

const TIMEOUT_MS = 120_000;
/** Where an example resolves modules whose document belongs to no package. */
const OUTSIDE = 'tools/checks';

/** A document's TypeScript fence, written as a file among the sources it is about. */
export interface Example {
  /** Where it stands: `packages/schema/README.md:12`. */
  readonly where: string;
  readonly fence: Fence;
  /** The package, within the repository, whose dependencies it sees. */
  readonly folder: string;
}

const KINDS = new Set(['ts', 'ts no-run']);

/**
 * Finds a document's TypeScript fences. An example in a package sees what the package sees; any other, what these
 * checks see. A fence marked in a way that is not known would be passed over, so it is a fault.
 */
export function examplesOf(
  path: string,
  fences: readonly Fence[],
  workspace: readonly WorkspacePackage[],
): { readonly examples: readonly Example[]; readonly faults: readonly string[] } {
  const folder = workspace.find((one) => path.startsWith(`${one.folder}/`))?.folder ?? OUTSIDE;
  const typescript = fences.filter(({ info }) => /^(?:m?tsx?|typescript)\b/i.test(info));
  return {
    examples: typescript.map((fence) => ({ where: `${path}:${fence.line}`, fence, folder })),
    faults: typescript
      .filter(({ info }) => !KINDS.has(info))
      .map(
        ({ info, line }) =>
          `${path}:${line} is marked ${info}: write ts, or ts no-run where it only compiles.`,
      ),
  };
}

/** Type-checks every example, then runs each that is not marked `ts no-run`, and lists what went wrong. */
export function exampleFaults(root: string, examples: readonly Example[]): string[] {
  return [...Map.groupBy(examples, ({ folder }) => folder)].flatMap(([folder, group]) =>
    folderFaults(root, folder, group),
  );
}

function folderFaults(root: string, folder: string, examples: readonly Example[]): string[] {
  // Within the package, so that its own name and its dependencies resolve; below `.results`, so that no one else looks.
  const place = join(root, folder, '.results/documents');
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  try {
    const written = examples.map((example, index) => {
      const file = join(place, `example${index}.mts`);
      // The empty lines make a line number in a message the line number in the document.
      writeFileSync(file, `${'\n'.repeat(example.fence.line - 1)}${example.fence.text}\nexport {};\n`);
      return { ...example, file };
    });
    const typed = typeCheck(root, place, written);
    return typed.length > 0 ? typed : written.flatMap(runFaults);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

type WrittenExample = Example & { readonly file: string };

function typeCheck(root: string, place: string, examples: readonly WrittenExample[]): string[] {
  const tsconfig = join(place, 'tsconfig.json');
  writeFileSync(
    tsconfig,
    JSON.stringify({
      extends: relative(place, join(root, 'tsconfig.base.json')),
      // An example may show a value that it does not use.
      compilerOptions: { noEmit: true, noUnusedLocals: false },
      files: examples.map(({ file }) => file),
    }),
  );
  const { status, stdout, stderr, error } = spawnSync(
    join(ROOT, 'node_modules/.bin/tsc'),
    ['-p', tsconfig, '--pretty', 'false'],
    { cwd: place, encoding: 'utf8' },
  );
  if (status === 0) {
    return [];
  }
  const named = examples.reduce(
    (text, { file, where }) => text.replaceAll(relative(place, file), where.replace(/:\d+$/, '')),
    error?.message ?? stdout + stderr,
  );
  return named.trim().split('\n');
}

function runFaults({ where, file, fence }: WrittenExample): string[] {
  if (fence.info === 'ts no-run') {
    return [];
  }
  // What an example writes goes where it can be thrown away.
  const cwd = mkdtempSync(join(tmpdir(), 'sales-document-'));
  try {
    const { status, signal, stdout, stderr } = spawnSync(
      process.execPath,
      ['--conditions=@sales/source', file],
      { cwd, encoding: 'utf8', timeout: TIMEOUT_MS },
    );
    return status === 0
      ? []
      : [`${where} does not run (${signal ?? `exit code ${status}`}):\n${stdout}${stderr}`.trimEnd()];
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}
