import type { WorkspacePackage } from './workspace.ts';

/** The parts of an example's package.json that are read here. */
export interface ExampleManifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly overrides?: Readonly<Record<string, string>>;
}

/** Names the file that a package is packed into: `@sales/lake` is `sales-lake.tgz`. */
export function tarballName(name: string): string {
  return `${name.replace('@', '').replace('/', '-')}.tgz`;
}

/**
 * Lists the packages of the workspace that an example would get from the registry, where a stranger may have put
 * something under the name, and those that it names without needing them.
 */
export function exampleManifestFaults(
  where: string,
  { dependencies = {}, overrides = {} }: ExampleManifest,
  workspace: readonly WorkspacePackage[],
): string[] {
  const siblings = new Map(workspace.map(({ name, manifest }) => [name, manifest]));
  const needed = new Set(Object.keys(dependencies).filter((name) => siblings.has(name)));
  // A set gives what is added to it while it is walked.
  for (const name of needed) {
    for (const other of Object.keys(siblings.get(name)?.dependencies ?? {})) {
      if (siblings.has(other)) {
        needed.add(other);
      }
    }
  }
  const named = new Map([...Object.entries(overrides), ...Object.entries(dependencies)]);
  return [
    ...[...needed].flatMap((name) => {
      const file = `file:../tarballs/${tarballName(name)}`;
      const given = named.get(name);
      return given === file
        ? []
        : [
            given === undefined
              ? `${where} needs ${name} too: write it as ${file} under overrides.`
              : `${where} has ${name} at ${given}: write ${file}.`,
          ];
    }),
    ...[...named.keys()]
      .filter((name) => name.startsWith('@sales/') && !needed.has(name))
      .map((name) => `${where} names ${name}, which it does not need.`),
  ];
}
