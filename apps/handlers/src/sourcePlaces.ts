import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';

const place = /\(?(file:\/\/[^():]*\/index\.mjs):(\d+):(\d+)\)?$/gm;

/**
 * Gives a stack of a bundle with the places in its sources, as far as the map beside the bundle knows them.
 *
 * Node.js would do so by itself with `--enable-source-maps`, but it reads the map whenever a process starts: 0.1 s of
 * processor time and some megabytes, for what most processes never need.
 */
export function inSources(stack: string): string {
  const maps = new Map<string, SourceMap | undefined>();
  return stack.replace(place, (there, bundle: string, line: string, column: string) => {
    if (!maps.has(bundle)) maps.set(bundle, mapOf(bundle));
    const found = maps.get(bundle)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (found === undefined || !('originalSource' in found)) return there;
    return `(${found.originalSource}:${found.originalLine + 1}:${found.originalColumn + 1})`;
  });
}

function mapOf(bundle: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(new URL(`${bundle}.map`), 'utf8')));
  } catch {
    return undefined;
  }
}
