/** A package as its users get it. */
export interface PackedPackage {
  readonly name: string;
  /** The files of the tarball, without the leading `package/`. */
  readonly files: readonly string[];
  /** The text of the package.json within the tarball. */
  readonly manifest: string;
}

const REQUIRED = ['LICENSE', 'README.md', 'package.json'];
const UNWANTED = /^(?:src|test)\/|\.(?:test|bench)\.[cm]?[jt]s$|\.tsbuildinfo$|^\./;

/** Lists what must not be in a package that is published, and what is missing. */
export function packedFaults({ name, files, manifest }: PackedPackage): string[] {
  return [
    ...REQUIRED.filter((file) => !files.includes(file)).map((file) => `${name} is packed without ${file}.`),
    ...(files.some((file) => file.startsWith('dist/'))
      ? []
      : [`${name} is packed without dist: build it first.`]),
    ...files.filter((file) => UNWANTED.test(file)).map((file) => `${name} is packed with ${file}.`),
    ...Array.from(
      manifest.matchAll(/"([^"]+)":\s*"((?:workspace|catalog):[^"]*)"/g),
      ([, dependency, version]) =>
        `${name} is packed with ${dependency} at ${version}, which only this workspace knows.`,
    ),
  ];
}
