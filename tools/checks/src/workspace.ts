import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The repository's folder. */
export const ROOT = resolve(import.meta.dirname, '../../..');

/** The parts of a package.json that the checks read. */
export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A package of the workspace. */
export interface WorkspacePackage {
  readonly name: string;
  /** The folder within the repository, with forward slashes: `packages/schema`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Reads every package that pnpm-workspace.yaml under `root` lists, ordered by folder. */
export function readWorkspace(root: string): WorkspacePackage[] {
  return packagePatterns(readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8'))
    .flatMap((pattern) => globSync(`${pattern}/package.json`, { cwd: root }))
    .map((path) => {
      const manifest = readManifest(join(root, path));
      return { name: manifest.name, folder: dirname(path).replaceAll('\\', '/'), manifest };
    })
    .toSorted((a, b) => (a.folder < b.folder ? -1 : 1));
}

export function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
}

/** Lists a folder's files that match a pattern, with forward slashes, without dependencies, output and fixtures. */
export function listFiles(folder: string, pattern: string | readonly string[]): string[] {
  const left = new Set(['node_modules', 'dist', 'fixtures', '.results', '.turbo', '.git']);
  return globSync(pattern, {
    cwd: folder,
    withFileTypes: true,
    exclude: (entry) => left.has(entry.name),
  })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(resolve(folder).length + 1))
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted();
}

function packagePatterns(yaml: string): string[] {
  const lines = yaml.split('\n');
  const start = lines.findIndex((line) => line.startsWith('packages:'));
  const patterns: string[] = [];
  for (const line of lines.slice(start + 1)) {
    const item = /^\s+-\s+['"]?([^'"\s]+)/.exec(line)?.[1];
    if (item === undefined) {
      break;
    }
    patterns.push(item);
  }
  return patterns;
}
