import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { layerFault, type Need, placeFault } from './layers.ts';
import type { ImportedModule } from './sourceFile.ts';
import type { WorkspacePackage } from './workspace.ts';

/** Lists what is wrong with the siblings a package.json names. */
export function manifestFaults(
  workspacePackage: WorkspacePackage,
  workspace: readonly WorkspacePackage[],
): string[] {
  const where = `${workspacePackage.folder}/package.json`;
  const place = placeFault(workspacePackage);
  const named = (names: Iterable<string>, need: Need): string[] =>
    [...names].flatMap((name) => {
      const sibling = workspace.find((other) => other.name === name);
      const fault = sibling && layerFault(workspacePackage, sibling, need);
      return fault === undefined ? [] : [`${where} names ${name}: ${fault}.`];
    });
  return [
    ...(place === undefined ? [] : [`${where}: ${place}.`]),
    ...named(runtimeDependencies(workspacePackage), 'runtime'),
    ...named(Object.keys(workspacePackage.manifest.devDependencies ?? {}), 'development'),
  ];
}

/** Lists what is wrong with the modules that one file imports. `path` is within the package, such as `src/index.ts`. */
export function importFaults(
  file: { readonly path: string; readonly imports: readonly ImportedModule[] },
  workspacePackage: WorkspacePackage,
  workspace: readonly WorkspacePackage[],
): string[] {
  const need: Need = file.path.startsWith('src/') ? 'runtime' : 'development';
  return file.imports.flatMap(({ specifier, line }) => {
    const fault = specifier.startsWith('.')
      ? relativeFault(file.path, specifier)
      : bareFault(specifier, { need, workspacePackage, workspace });
    return fault === undefined
      ? []
      : [`${workspacePackage.folder}/${file.path}:${line} imports ${specifier}: ${fault}.`];
  });
}

function relativeFault(path: string, specifier: string): string | undefined {
  return posix.normalize(posix.join(posix.dirname(path), specifier)).startsWith('..')
    ? 'it is outside the package; import a sibling by its name'
    : undefined;
}

function bareFault(
  specifier: string,
  from: {
    readonly need: Need;
    readonly workspacePackage: WorkspacePackage;
    readonly workspace: readonly WorkspacePackage[];
  },
): string | undefined {
  if (isBuiltin(specifier)) {
    return specifier.startsWith('node:') ? undefined : 'a module of Node is written with node:';
  }
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  const { workspacePackage, need } = from;
  const sibling = from.workspace.find((other) => other.name === name);
  if (sibling !== undefined) {
    const layer = sibling === workspacePackage ? undefined : layerFault(workspacePackage, sibling, need);
    if (layer !== undefined) {
      return layer;
    }
    const entry = `.${specifier.slice(name.length)}`;
    if (sibling.manifest.exports?.[entry] === undefined) {
      return `${name} does not export ${entry}`;
    }
    if (sibling === workspacePackage) {
      return need === 'runtime' ? 'inside a package, import the file itself' : undefined;
    }
  }
  const declared = runtimeDependencies(workspacePackage);
  // What is private is never installed on its own, so for it the two lists are one.
  if (need === 'development' || workspacePackage.manifest.private === true) {
    for (const development of Object.keys(workspacePackage.manifest.devDependencies ?? {})) {
      declared.add(development);
    }
  }
  return declared.has(name) ? undefined : 'package.json does not name it';
}

function runtimeDependencies({ manifest }: WorkspacePackage): Set<string> {
  return new Set(
    [manifest.dependencies, manifest.peerDependencies, manifest.optionalDependencies].flatMap((list) =>
      Object.keys(list ?? {}),
    ),
  );
}
