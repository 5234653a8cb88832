import { describe, expect, it } from 'vitest';
import {
  ContractError,
  type Contract,
  contractFields,
  date,
  defineContract,
  type Field,
  id,
  integer,
  money,
  openEnum,
  product,
  text,
} from '../src/index.ts';
import { contractWith, orderFields, orders } from './orders.ts';

/** Declares a contract whose types the compiler would refuse, as a caller in JavaScript can. */
const declare = (changes: Partial<Contract>) => defineContract({ ...(orders as Contract), ...changes });
const withFields = (fields: Readonly<Record<string, Field>>) =>
  declare({ fields: { ...orderFields, ...fields } });

it('gives the declaration back, with its fields in order', () => {
  const declaration = {
    name: 'a',
    version: 1,
    fields: { second: id(), first: text() },
    businessKey: ['second'],
  } as const;
  const contract = defineContract(declaration);
  expect(contract).toBe(declaration);
  expect(contractFields(contract).map(([name]) => name)).toEqual(['second', 'first']);
});

it('says in its error which declaration is wrong and how', () => {
  const declaration = { name: 'orders', businessKey: [] };
  expect(() => declare(declaration)).toThrow(new ContractError('orders', 'its business key is empty'));
  expect(() => declare(declaration)).toThrow(
    'The declaration of "orders" is wrong: its business key is empty.',
  );
});

describe('names and versions', () => {
  it.each(['', 'Orders', '1orders', '_orders', 'or-ders', 'or ders', 'örders', 'orders\n'])(
    'refuses %j as a name',
    (name) => {
      expect(() => declare({ name })).toThrow('its name must be lower case');
    },
  );

  it.each([0, -1, 1.5, Number.NaN])('refuses version %s', (version) => {
    expect(() => declare({ version })).toThrow('its version must be 1 or more');
  });

  it.each(['', 'Price', '_source_key', '2nd', 'a.b', 'a"b'])('refuses a field called %j', (name) => {
    expect(() => withFields({ [name]: text() })).toThrow(`field "${name}" must be lower case`);
  });
});

describe('the business key', () => {
  it.each([
    ['nothing', [], 'its business key is empty'],
    ['a field that is not there', ['order_id', 'ordre_id'], '"ordre_id", which is no field'],
    ['a name that every object has', ['constructor'], '"constructor", which is no field'],
    ['an optional field', ['shop_name'], '"shop_name", which may be missing'],
    ['a derived field', ['total'], '"total", which is derived'],
  ])('refuses %s', (_, businessKey, problem) => {
    expect(() => declare({ businessKey })).toThrow(problem);
  });
});

describe('the width of text', () => {
  it.each([0, -1, 65_536, 1.5, Number.NaN])('refuses %s bytes', (maxBytes) => {
    const problem = 'field "field" must hold between 1 and 65535 bytes';
    for (const field of [id({ maxBytes }), text({ maxBytes }), openEnum([], { maxBytes })])
      expect(() => contractWith(field)).toThrow(problem);
  });

  it.each([1, 65_535])('takes %s bytes', (maxBytes) => {
    expect(() => contractWith(text({ maxBytes }))).not.toThrow();
  });
});

describe('the bounds of numbers', () => {
  it.each([
    [2, 1],
    [0, 2 ** 31],
    [-(2 ** 31) - 1, 0],
    [0.5, 1],
    [0, 1.5],
    [Number.NaN, 1],
  ])('refuses integers from %s to %s', (min, max) => {
    expect(() => contractWith(integer({ min, max }))).toThrow('must have min <= max within 32 bits');
  });

  it('takes all of 32 bits', () => {
    expect(() => contractWith(integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }))).not.toThrow();
  });

  const tooWide = 10n ** 12n;
  it.each([
    [2n, 1n],
    [0n, tooWide],
    [-tooWide, 0n],
  ])('refuses money from %s to %s cents', (minCents, maxCents) => {
    expect(() => contractWith(money({ minCents, maxCents }))).toThrow('within DECIMAL(12,2)');
  });

  it('takes money of all twelve digits', () => {
    expect(() => contractWith(money({ minCents: 1n - tooWide, maxCents: tooWide - 1n }))).not.toThrow();
  });
});

describe('dates', () => {
  it.each(['2000-1-1', '2000-02-30', 'yesterday', ''])('refuses to start at %j', (min) => {
    expect(() => contractWith(date({ min }))).toThrow(`field "field" starts at "${min}", which is no date`);
  });

  it.each([Number.NaN, 0.5, Number.POSITIVE_INFINITY])(
    'refuses to end %s days after the ingest day',
    (maxDaysAfterIngest) => {
      expect(() => contractWith(date({ maxDaysAfterIngest }))).toThrow('whole number of days');
    },
  );
});

describe('products', () => {
  it.each([
    ['shop_name', 'price', '"shop_name", which is no required integer'],
    ['nothing', 'price', '"nothing", which is no required integer'],
    ['quantity', 'quantity', '"quantity", which is no required money'],
    ['quantity', 'nothing', '"nothing", which is no required money'],
  ])('refuses %s times %s', (quantity, price, problem) => {
    expect(() => withFields({ total: product({ quantity, price }) })).toThrow(problem);
  });

  it('refuses operands that may be missing', () => {
    const quantity = integer({ min: 1, max: 2, required: false });
    const price = money({ minCents: 1n, maxCents: 2n, required: false });
    expect(() => withFields({ quantity })).toThrow('"quantity", which is no required integer');
    expect(() => withFields({ price })).toThrow('"price", which is no required money');
  });

  it('refuses operands whose product has nineteen digits', () => {
    const price = money({ minCents: 0n, maxCents: 10n ** 9n });
    expect(() => withFields({ price, quantity: integer({ min: 0, max: 999_999_999 }) })).not.toThrow();
    expect(() => withFields({ price, quantity: integer({ min: 0, max: 1_000_000_000 }) })).toThrow(
      'may come to 1000000000000000000 cents',
    );
  });

  it('refuses operands whose product DECIMAL(18,2) cannot hold', () => {
    const price = money({ minCents: 0n, maxCents: 10n ** 12n - 1n });
    expect(() => withFields({ price, quantity: integer({ min: 0, max: 1_000_000 }) })).not.toThrow();
    expect(() => withFields({ price, quantity: integer({ min: 0, max: 1_000_001 }) })).toThrow(
      'DECIMAL(18,2)',
    );
    expect(() => withFields({ price, quantity: integer({ min: -1_000_001, max: 0 }) })).toThrow(
      'DECIMAL(18,2)',
    );
  });
});

describe('enumerations', () => {
  it('refuses a spelling of two values', () => {
    const twice = openEnum(['Red', 'Green'], { aliases: { Red: ['rouge'], Green: ['ROUGE'] } });
    expect(() => contractWith(twice)).toThrow('reads "ROUGE" both as "Red" and as "Green"');
    expect(() => contractWith(openEnum(['Red', 'RED']))).toThrow('reads "RED" both as "Red" and as "RED"');
    const crossed = openEnum(['Red', 'Green'], { aliases: { Red: ['green'] } });
    expect(() => contractWith(crossed)).toThrow('reads "green" both as "Green" and as "Red"');
  });

  it('takes spellings that only a wider case folding than ASCII would confuse', () => {
    expect(() => contractWith(openEnum(['Été', 'ÉTÉ', 'K', '\u212a']))).not.toThrow();
  });

  it('takes a value that is listed among its own aliases', () => {
    expect(() =>
      contractWith(openEnum(['Red'], { aliases: { Red: ['red', 'Red', 'rouge'] } })),
    ).not.toThrow();
  });

  it('refuses aliases of what is no value', () => {
    const strays = openEnum(['Red'], { aliases: { Blue: ['bleu'] } });
    expect(() => contractWith(strays)).toThrow('has aliases of "Blue", which is no value');
  });

  it('refuses a value that its column cannot hold', () => {
    expect(() => contractWith(openEnum(['éé'], { maxBytes: 4 }))).not.toThrow();
    expect(() => contractWith(openEnum(['éé'], { maxBytes: 3 }))).toThrow(
      'lists "éé", which is not 1 to 3 bytes',
    );
    expect(() => contractWith(openEnum(['']))).toThrow('lists "", which is not 1 to 256 bytes');
  });
});
