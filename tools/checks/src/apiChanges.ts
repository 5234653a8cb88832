/** How a package's surface differs from its committed report, by the names of exports, each list sorted. */
export interface ApiChanges {
  readonly removed: readonly string[];
  readonly added: readonly string[];
  /** What has another declaration, including what is not exported but needed by an export. */
  readonly changed: readonly string[];
}

interface Declaration {
  readonly isExported: boolean;
  readonly text: string;
}

const STATEMENT =
  /^(?<exported>export )?(?:default )?(?:declare )?(?:abstract )?(?:const enum|const|let|var|function|class|interface|type|enum|namespace) (?<name>[\w$]+)/;
const EXPORT = /^(?<exported>export) (?:\{ (?:[\w$]+ as )?(?<name>[\w$]+) \}|(?<rest>default\b|\* from .*))/;
const IMPORT = /^import (?:type )?(?:\{ (?:[\w$]+ as )?(?<name>[\w$]+) \}|(?:\* as )?(?<rest>[\w$]+)) from /;

/** Compares two API reports. */
export function apiChanges(committed: string, built: string): ApiChanges {
  const before = declarationsOf(committed);
  const after = declarationsOf(built);
  const removed: string[] = [];
  const added: string[] = [];
  const changed: string[] = [];
  for (const name of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [old, now] = [before.get(name), after.get(name)];
    if (old?.isExported && !now?.isExported) {
      removed.push(name);
    } else if (now?.isExported && !old?.isExported) {
      added.push(name);
    } else if (old !== undefined && now !== undefined && old.text !== now.text) {
      changed.push(name);
    }
  }
  return { removed, added, changed };
}

/** Lists the names that a report's package exports. */
export function exportedNames(report: string): string[] {
  return [...declarationsOf(report)].filter(([, { isExported }]) => isExported).map(([name]) => name);
}

/** Reads a report's declarations by name: overloads, and the import behind a re-export, are one text. */
function declarationsOf(report: string): Map<string, Declaration> {
  const found = new Map<string, Declaration>();
  let name: string | undefined;
  // A comment before a declaration says whether it is deprecated or in beta, so it is part of it.
  let comments = '';
  const code = /^```ts\n(.*)^```$/ms.exec(report)?.[1] ?? '';
  for (const line of code.split('\n')) {
    if (line === '' || line.startsWith('//')) {
      comments += line;
      continue;
    }
    const groups = (STATEMENT.exec(line) ?? EXPORT.exec(line) ?? IMPORT.exec(line))?.groups;
    name = groups?.['name'] ?? groups?.['rest'] ?? name;
    if (name !== undefined) {
      const { isExported = false, text = '' } = found.get(name) ?? {};
      found.set(name, {
        isExported: isExported || groups?.['exported'] !== undefined,
        text: `${text}${comments}${line}\n`,
      });
    }
    comments = '';
  }
  return found;
}
