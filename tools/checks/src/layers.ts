import type { WorkspacePackage } from './workspace.ts';

/**
 * Which siblings each library may import: imports point down. `*` stands for every library.
 * A library that is not here fails the check until its place is written down.
 */
const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  '@sales/schema': [],
  '@sales/parquet': [],
  '@sales/cleaning': ['@sales/schema', '@sales/parquet'],
  '@sales/star-schema': ['@sales/schema', '@sales/parquet'],
  '@sales/lake': [],
  '@sales/notifications': [],
  '@sales/warehouse': ['@sales/schema', '@sales/parquet', '@sales/star-schema'],
  '@sales/redshift': ['@sales/schema', '@sales/parquet', '@sales/star-schema', '@sales/warehouse'],
  '@sales/workflow': [],
  '@sales/etl-core': ['*'],
};

/** Which apps an app may use as a library: both generate data, and the command line runs the jobs on a local Spark. */
const APPS: Readonly<Record<string, readonly string[]>> = {
  '@sales/admin': ['@sales/generator', '@sales/glue-jobs'],
  '@sales/glue-jobs': ['@sales/generator'],
};

/** What infrastructure code may import: plain values only, so that a template never runs the pipeline's code. */
const INFRASTRUCTURE: readonly string[] = ['@sales/workflow', '@sales/schema', '@sales/lake'];

/** Where a package needs another: `runtime` for src and dependencies, `development` for tests and devDependencies. */
export type Need = 'runtime' | 'development';

/** Says why `from` must not need `to`, or nothing where it may. */
export function layerFault(from: WorkspacePackage, to: WorkspacePackage, need: Need): string | undefined {
  const target = layerOf(to);
  switch (layerOf(from)) {
    case 'tools':
      return target === 'infra' ? 'a tool does not need the infrastructure' : undefined;
    case 'infra':
      return (need === 'development' && target === 'tools') || INFRASTRUCTURE.includes(to.name)
        ? undefined
        : 'infrastructure takes built handlers and plain constants';
    case 'apps':
      return target === 'packages' ||
        (need === 'development' && target === 'tools') ||
        APPS[from.name]?.includes(to.name)
        ? undefined
        : `an app imports libraries${target === 'apps' ? ', never another app' : '; tools are for its tests'}`;
    case 'packages':
      return libraryFault(from, to, need);
  }
}

/** Says why a package has no place among the layers, or nothing where it has one. */
export function placeFault(workspacePackage: WorkspacePackage): string | undefined {
  return layerOf(workspacePackage) === 'packages' && LIBRARIES[workspacePackage.name] === undefined
    ? `${workspacePackage.name} has no place yet: write what it may import into tools/checks/src/layers.ts`
    : undefined;
}

function libraryFault(from: WorkspacePackage, to: WorkspacePackage, need: Need): string | undefined {
  switch (layerOf(to)) {
    case 'tools':
      return need === 'development' ? undefined : 'a tool is for tests; make it a devDependency';
    case 'packages': {
      const allowed = LIBRARIES[from.name] ?? [];
      // A test may hold a library against its neighbours; only the code that ships has a place among the layers.
      if (need === 'development' || allowed.includes('*') || allowed.includes(to.name)) {
        return undefined;
      }
      return `it may import ${allowed.length === 0 ? 'no sibling' : `only ${allowed.join(', ')}`}`;
    }
    default:
      return 'a library imports libraries, never an app or the infrastructure';
  }
}

function layerOf({ folder }: WorkspacePackage): 'packages' | 'apps' | 'tools' | 'infra' {
  const top = folder.split('/')[0];
  if (top === 'packages' || top === 'apps' || top === 'tools' || top === 'infra') {
    return top;
  }
  throw new Error(`${folder} is in no known layer; the layers are packages, apps, tools and infra.`);
}
