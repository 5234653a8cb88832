import { contractFields, salesContract } from '@sales/schema';
import { expect, test } from 'vitest';
import { dirtCatalogue } from '../src/index.ts';
import { generated } from './folder.ts';

const lineReasons = ['invalid_utf8', 'malformed_json', 'not_an_object'];

/** Every reason that the contract's fields can give, by the rules of their kinds. */
function contractReasons(): string[] {
  return contractFields(salesContract).flatMap(([name, field]) => {
    if (field.kind === 'product') return [];
    const reasons = [`${name}_invalid`, `${name}_out_of_range`];
    if (field.required) reasons.push(`missing_${name}`);
    if (field.kind === 'integer' || field.kind === 'money') reasons.push(`${name}_not_positive`);
    return reasons;
  });
}

/** Every repair that the contract's fields can undergo. */
function contractRepairs(): string[] {
  return contractFields(salesContract).flatMap(([name, field]) => {
    switch (field.kind) {
      case 'id':
        return ['trimmed', 'reformatted', ...(field.upperCase ? ['upper_cased'] : [])].map(
          (r) => `${name}_${r}`,
        );
      case 'text':
        return [`${name}_trimmed`];
      case 'enum':
        return ['trimmed', 'canonicalised', 'unknown'].map((r) => `${name}_${r}`);
      case 'date':
      case 'integer':
        return ['trimmed', 'reformatted'].map((r) => `${name}_${r}`);
      case 'money':
        return ['trimmed', 'reformatted', 'rounded'].map((r) => `${name}_${r}`);
      case 'product':
        return [`${name}_corrected`];
    }
  });
}

const sorted = (names: Iterable<string>) => [...new Set(names)].sort();

test('the catalogue names every reason and every repair of the contract, and no other', () => {
  const reasons = dirtCatalogue.flatMap((entry) => entry.expect.reasons);
  const repairs = dirtCatalogue.flatMap((entry) => entry.expect.repairs);
  expect(sorted(reasons)).toEqual(sorted([...lineReasons, ...contractReasons()]));
  expect(sorted(repairs)).toEqual(sorted(contractRepairs()));
});

test('names are unique and shares add up to one', () => {
  expect(new Set(dirtCatalogue.map(({ name }) => name)).size).toBe(dirtCatalogue.length);
  expect(dirtCatalogue.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
});

test('rows have reasons exactly when they are rejected', () => {
  const rejected = dirtCatalogue.filter((entry) => entry.expect.outcome === 'rejected');
  expect(rejected).toEqual(dirtCatalogue.filter((entry) => entry.expect.reasons.length > 0));
});

test.for(['plain', 'hostile'] as const)('all dirt occurs in a few megabytes (%s)', async (shape) => {
  const { truth } = await generated({ rows: 10_000, shape, messRatio: 0.1 });
  const wanted = dirtCatalogue.filter(({ where }) => where.includes(shape)).map(({ name }) => name);
  expect(Object.keys(truth.dirt).sort()).toEqual(wanted.sort());
  expect(Object.keys(truth.total.reasons).sort()).toEqual([...lineReasons, ...contractReasons()].sort());
  expect(Object.keys(truth.total.repairs).sort()).toEqual(contractRepairs().sort());
});

test('the mess ratio is the share of rows with dirt', async () => {
  const { truth } = await generated({ rows: 20_000, messRatio: 0.2 });
  const soiled = Object.values(truth.dirt).reduce((sum, count) => sum + count, 0);
  expect(Math.abs(soiled / 20_000 - 0.2)).toBeLessThan(0.02);
});

test('unknown fields are counted by name, also those that objects inherit', async () => {
  const { truth } = await generated({ rows: 10_000, messRatio: 0.3 });
  expect(Object.keys(truth.extraFields)).toEqual([
    'Customer_ID',
    '__proto__',
    'constructor',
    'loyalty_tier',
    'note',
    'promotion',
    'returned',
  ]);
});
