import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderDiagram } from './diagram.ts';
import { readAssembly } from './reading.ts';
import { renderRoles } from './roles.ts';

const DOCS = join(import.meta.dirname, '../../../docs');

/** The parts of the documents that are made from the templates of dev. */
const PARTS = [
  { file: 'architecture.md', part: 'diagram', render: (folder: string) => fence(renderDiagram(dev(folder))) },
  { file: 'security.md', part: 'roles', render: (folder: string) => renderRoles(dev(folder)) },
] as const;

/** Gives the documents that differ from what the templates in `folder` say; with `write`, writes them anew. */
export function staleDocuments(folder: string, write: boolean): readonly string[] {
  return PARTS.flatMap(({ file, part, render }) => {
    const path = join(DOCS, file);
    const text = readFileSync(path, 'utf8');
    const begin = `<!-- generated: ${part} -->`;
    const end = `<!-- end of ${part} -->`;
    const [head, rest] = text.split(begin);
    const tail = rest?.split(end)[1];
    if (tail === undefined)
      throw new Error(`docs/${file} has no place for the ${part}: "${begin}" and "${end}".`);
    const wanted = `${head}${begin}\n\n${render(folder)}\n\n${end}${tail}`;
    if (wanted === text) return [];
    if (write) writeFileSync(path, wanted);
    return [file];
  });
}

function dev(folder: string) {
  return readAssembly(folder, 'dev');
}

function fence(text: string): string {
  return `\`\`\`mermaid\n${text}\n\`\`\``;
}
