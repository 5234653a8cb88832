import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type DirtEntry, dirtCatalogue } from '../src/index.ts';

const readmePath = fileURLToPath(new URL('../README.md', import.meta.url));
const table = /(?<=<!-- catalogue -->\n)[^]*(?=<!-- \/catalogue -->)/;

function renderEntry({ name, share, where, description, expect }: DirtEntry): string {
  const becomes = [...expect.reasons, ...expect.repairs].map((word) => `\`${word}\``).join(', ');
  const mark = where.includes('classic') ? ' (classic)' : where.includes('plain') ? '' : ' (hostile only)';
  const outcome = expect.outcome === 'none' ? 'no row' : expect.outcome;
  return `| ${name}${mark} | ${(share * 100).toFixed(1)} % | ${description} | ${outcome}${becomes && `: ${becomes}`} |`;
}

/** Run with UPDATE_README=1 to write the table anew. */
test('the catalogue in the README is the one in the code', () => {
  const readme = readFileSync(readmePath, 'utf8');
  const rendered = [
    '| dirt | share | what it is | what becomes of the row |',
    '|---|---|---|---|',
    ...dirtCatalogue.map(renderEntry),
    '',
  ].join('\n');
  const wanted = readme.replace(table, () => rendered);
  if (process.env['UPDATE_README'] === '1') writeFileSync(readmePath, wanted);
  expect(readFileSync(readmePath, 'utf8')).toBe(wanted);
});
