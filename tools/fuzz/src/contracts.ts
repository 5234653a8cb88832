import {
  type Contract,
  date,
  defineContract,
  id,
  integer,
  money,
  openEnum,
  product,
  salesContract,
  text,
} from '@sales/schema';

/** Every kind of field where it may be missing, with names that begin alike. */
const looseContract = defineContract({
  name: 'loose',
  version: 1,
  fields: {
    a: id({ required: false, maxBytes: 8 }),
    ab: text({ required: true, maxBytes: 10 }),
    abc: integer({ min: -5, max: 2_147_483_647, required: false }),
    abcd: money({ minCents: -100_000n, maxCents: 99_999_999_999n, required: false }),
    abcde: date({ required: false, min: '1899-12-30', maxDaysAfterIngest: 40_000 }),
    abcdef: openEnum(['One', 'Two'], { required: true, aliases: { One: ['1', 'first one'] } }),
    k: id({ upperCase: true, maxBytes: 5 }),
  },
  businessKey: ['k'],
});

/** Two products, one of them before what it is made of, with numbers that are negative or too large for a double. */
const productsContract = defineContract({
  name: 'products',
  version: 1,
  fields: {
    t1: product({ quantity: 'q', price: 'p', toleranceCents: 0n }),
    q: integer({ min: 0, max: 100_000_000 }),
    p: money({ minCents: 0n, maxCents: 9_999_999_999n }),
    r: integer({ min: -3, max: 3 }),
    s: money({ minCents: -500n, maxCents: 999_999_999_999n }),
    t2: product({ quantity: 'r', price: 's', toleranceCents: 105n }),
    m: money({ minCents: -1n, maxCents: 1n, required: false }),
    k: id(),
  },
  businessKey: ['k'],
});

/** Enumerations whose values and aliases are odd to write. */
const enumsContract = defineContract({
  name: 'enums',
  version: 1,
  fields: {
    k: id({ upperCase: true }),
    spaced: openEnum(['Home & Kitchen', 'In  between', ' edge', 'edge '], {
      aliases: {
        'Home & Kitchen': ['home and kitchen', ' home', 'h & k '],
        'In  between': ['in between', ''],
      },
      maxBytes: 16,
    }),
    odd: openEnum(['Ménage', 'MÉNAGE', 'a"b', 'a\\b', 'a/b', '😀', 'tab\there', 'ı', 'K'], {
      required: true,
      aliases: { 'a/b': ['A\\/B'], K: ['kelvin'] },
    }),
    none: openEnum([], { maxBytes: 4 }),
  },
  businessKey: ['k'],
});

/** Text of every small width: the kernel takes eight or sixteen bytes at a time. */
const widthsContract = defineContract({
  name: 'widths',
  version: 1,
  fields: {
    b1: text({ maxBytes: 1 }),
    b2: text({ maxBytes: 2 }),
    b3: id({ maxBytes: 3, upperCase: true }),
    b4: text({ maxBytes: 4 }),
    b5: text({ maxBytes: 5, required: true }),
    b7: id({ maxBytes: 7 }),
    b8: text({ maxBytes: 8 }),
    b9: id({ maxBytes: 9, upperCase: true, required: false }),
  },
  businessKey: ['b7'],
});

/** Long text, past what a dictionary takes, and names that objects have of their own. */
const namesContract = defineContract({
  name: 'names',
  version: 1,
  fields: {
    constructor: id(),
    valueof: text({ maxBytes: 65_535 }),
    null: integer({ min: 1, max: 9, required: false }),
    row: date({ required: true, min: '2000-01-01' }),
    p: text({ maxBytes: 5_000 }),
  },
  businessKey: ['constructor'],
});

/** The contracts that cases are made for, by name. */
export const contracts: Readonly<Record<string, Contract>> = {
  sales: salesContract,
  loose: looseContract,
  products: productsContract,
  enums: enumsContract,
  widths: widthsContract,
  names: namesContract,
};
