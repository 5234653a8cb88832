import { expect, it } from 'vitest';
import { apiChanges, exportedNames } from '../src/apiChanges.ts';

const reportOf = (...declarations: string[]) =>
  `## API Report File for "@sales/one"\n\n\`\`\`ts\n\n${declarations.join('\n\n')}\n\n\`\`\`\n`;

const IMPORTS = "import { Effect } from 'effect';\nimport { Lake } from '@sales/lake';";
const READ = '// @public\nexport function read(key: string): string;';
const PART = '// @public\nexport interface Part {\n    readonly key: string;\n}';
const BASE = 'const Failure_base: new () => Error;';
const FAILURE = '// @public\nexport class Failure extends Failure_base {\n}';
const ALL = [IMPORTS, FAILURE, BASE, 'export { Lake }', PART, READ];
const without = (declaration: string) => ALL.filter((one) => one !== declaration);
const NOTHING = { removed: [], added: [], changed: [] };

const compare = (before: readonly string[], after: readonly string[]) =>
  apiChanges(reportOf(...before), reportOf(...after));

it('finds nothing between equal reports, in whatever order', () => {
  expect(compare(ALL, ALL)).toEqual(NOTHING);
  expect(compare(ALL, [IMPORTS, ...ALL.slice(1).toReversed()])).toEqual(NOTHING);
});

it('counts what is exported, not what is imported or kept inside', () => {
  expect(exportedNames(reportOf(...ALL)).sort()).toEqual(['Failure', 'Lake', 'Part', 'read']);
});

it.each([
  ['a function', READ, 'read'],
  ['an interface', PART, 'Part'],
  ['a class', FAILURE, 'Failure'],
  ['what comes from a sibling', 'export { Lake }', 'Lake'],
])('names %s that is removed, and that is added', (_, declaration, name) => {
  expect(compare(ALL, without(declaration))).toEqual({ ...NOTHING, removed: [name] });
  expect(compare(without(declaration), ALL)).toEqual({ ...NOTHING, added: [name] });
});

it.each([
  ['a parameter', 'key: string)', 'key?: string)', 'read'],
  ['a field', 'readonly key: string;', 'readonly key: string;\n    readonly size: number;', 'Part'],
  ['the class below', 'new () => Error', 'new (reason: string) => Error', 'Failure_base'],
  ['the package it comes from', "'@sales/lake'", "'@sales/pond'", 'Lake'],
  ['a deprecation', '// @public\nexport function', '// @public @deprecated\nexport function', 'read'],
])('names what changes by %s', (_, from, to, name) => {
  const after = ALL.map((one) => one.replace(from, to));
  expect(compare(ALL, after)).toEqual({ ...NOTHING, changed: [name] });
});

it('takes an overload for a change of the function', () => {
  const overload = '// @public\nexport function read(key: number): string;';
  expect(compare(ALL, [...ALL, overload])).toEqual({ ...NOTHING, changed: ['read'] });
});

it('takes a declaration that loses its export for removed, though an export still needs it', () => {
  const inside = ALL.map((one) => one.replace('// @public\nexport interface', 'interface'));
  expect(compare(ALL, inside)).toEqual({ ...NOTHING, removed: ['Part'] });
});

it.each([
  ['export const LIMIT = 1;', 'LIMIT'],
  ['export abstract class Face {\n}', 'Face'],
  ['export const enum Level {\n}', 'Level'],
  ['export type Kind = 1;', 'Kind'],
  ['export default class Main {\n}', 'Main'],
  ['export { a as b }', 'b'],
  ["export * from '@sales/lake';", "* from '@sales/lake';"],
])('reads %s', (declaration, name) => {
  expect(compare(ALL, [...ALL, declaration])).toEqual({ ...NOTHING, added: [name] });
});
