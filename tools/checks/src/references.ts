import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type Markdown, readMarkdown } from './markdown.ts';
import type { WorkspacePackage } from './workspace.ts';

const COMMANDS_OF_PNPM = new Set(
  'add audit config create dedupe deploy dlx env exec fetch i import info init install link list ls outdated pack patch prune publish rebuild remove root run setup store unlink up update why'.split(
    ' ',
  ),
);
const PNPM =
  /(?<![\w@/.-])pnpm(?:@[\w.]+)?\s+(?:(?:--filter|-F)[ =](?<filter>\S+)\s+)?(?:run\s+)?(?<script>[a-z][\w:-]*)/g;

/** Lists the links of a document that lead nowhere within the repository. `path` is the document's, within `root`. */
export function linkFaults(root: string, path: string, { links, anchors }: Markdown): string[] {
  return links.flatMap(({ target, line }) => {
    if (/^[a-z][a-z0-9+.-]*:/i.test(target) || target.startsWith('//')) {
      return [];
    }
    const [file = '', anchor] = decodeURI(target).split('#');
    const where = `${path}:${line} links to ${target}`;
    if (file === '') {
      return anchor === undefined || anchors.has(anchor) ? [] : [`${where}, a heading that is not there.`];
    }
    const full = file.startsWith('/') ? join(root, file) : join(root, dirname(path), file);
    if (relative(root, full).startsWith('..') || !existsSync(full)) {
      return [`${where}, which is not there.`];
    }
    if (anchor !== undefined && full.endsWith('.md') && statSync(full).isFile()) {
      return readMarkdown(readFileSync(full, 'utf8')).anchors.has(anchor)
        ? []
        : [`${where}, a heading that is not there.`];
    }
    return [];
  });
}

/** Lists the scripts that a document tells its reader to run by pnpm, and that no package.json has. */
export function scriptFaults(
  path: string,
  { code }: Markdown,
  scripts: { readonly root: readonly string[]; readonly workspace: readonly WorkspacePackage[] },
): string[] {
  return code.flatMap(({ text, line }) =>
    Array.from(text.matchAll(PNPM)).flatMap(({ groups }) => {
      const { filter, script = '' } = groups ?? {};
      if (COMMANDS_OF_PNPM.has(script)) {
        return [];
      }
      if (filter === undefined) {
        return scripts.root.includes(script)
          ? []
          : [`${path}:${line} says pnpm ${script}, a script that the root's package.json does not have.`];
      }
      const owner = scripts.workspace.find(({ name }) => name === filter);
      return owner?.manifest.scripts?.[script] === undefined
        ? [`${path}:${line} says pnpm --filter ${filter} ${script}, which no package has.`]
        : [];
    }),
  );
}
