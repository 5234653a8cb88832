import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { salesRenderings } from './salesRenderings.ts';

const folder = join(import.meta.dirname, 'golden');
const renderings = salesRenderings();

it('has a golden file for each rendering, and no other', () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(renderings).sort());
});

it.each(Object.keys(renderings))(
  '%s is as it was; if the change is meant, run the script "golden"',
  (name) => {
    expect(renderings[name]).toBe(readFileSync(join(folder, name), 'utf8'));
  },
);
