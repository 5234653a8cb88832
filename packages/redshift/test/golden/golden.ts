import { salesStar } from '@sales/schema';
import type { Statement } from '@sales/warehouse';
import { renderLoad, renderMigration } from '../../src/index.ts';
import { salesBatch, target } from '../sales.ts';

/** The files that show what Redshift is told for the star that ships, by name. */
export function goldenFiles(): ReadonlyMap<string, string> {
  const { manifests, statements } = renderLoad(salesBatch, target);
  return new Map([
    ['migration.sql', script(renderMigration(salesStar, target.schema))],
    ['load.sql', script(statements)],
    ...manifests.map(({ url, body }): [string, string] => [url.slice(url.lastIndexOf('/') + 1), body]),
  ]);
}

function script(statements: readonly Statement[]): string {
  return statements.map(({ step, sql }) => `-- ${step}\n${sql};\n`).join('\n');
}
