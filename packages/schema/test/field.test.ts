import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  date,
  defineContract,
  id,
  integer,
  money,
  openEnum,
  product,
  salesContract,
  text,
} from '../src/index.ts';

const bounds = { min: 1, max: 2 };
const centBounds = { minCents: 1n, maxCents: 2n };

describe('a field declared without options', () => {
  it('is required, but for text and enumerations', () => {
    const required = [
      id(),
      date(),
      integer(bounds),
      money(centBounds),
      product({ quantity: 'q', price: 'p' }),
    ];
    expect(required.map((field) => field.required)).toEqual(required.map(() => true));
    expect([text().required, openEnum([]).required]).toEqual([false, false]);
  });

  it('has the bounds of the contract', () => {
    expect(id()).toEqual({ kind: 'id', required: true, upperCase: false, maxBytes: 128 });
    expect(text().maxBytes).toBe(1_024);
    expect(openEnum([])).toEqual({ kind: 'enum', required: false, values: [], aliases: {}, maxBytes: 256 });
    expect(date()).toMatchObject({ min: '2000-01-01', maxDaysAfterIngest: 1 });
    expect(product({ quantity: 'q', price: 'p' }).toleranceCents).toBe(1n);
  });
});

describe('whether a field is required', () => {
  it('is said, and known to the compiler', () => {
    const required = { required: true } as const;
    const optional = { required: false } as const;
    for (const field of [text(required), openEnum([], required)]) expect(field.required).toBe(true);
    const optionals = [
      id(optional),
      date(optional),
      integer({ ...bounds, ...optional }),
      money({ ...centBounds, ...optional }),
    ];
    for (const field of optionals) expect(field.required).toBe(false);
    expectTypeOf(id().required).toEqualTypeOf<true>();
    expectTypeOf(id(optional).required).toEqualTypeOf<false>();
    expectTypeOf(text().required).toEqualTypeOf<false>();
    expectTypeOf(text(required).required).toEqualTypeOf<true>();
  });

  it('stays known inside a declaration', () => {
    const { fields } = defineContract({
      name: 'a',
      version: 1,
      fields: {
        a: id(),
        b: text(),
        c: openEnum([], { required: true }),
        d: integer({ ...bounds, required: false }),
      },
      businessKey: ['a'],
    });
    expect([fields.a.required, fields.b.required, fields.c.required, fields.d.required]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expectTypeOf(fields.a.required).toEqualTypeOf<true>();
    expectTypeOf(fields.b.required).toEqualTypeOf<false>();
    expectTypeOf(fields.c.required).toEqualTypeOf<true>();
    expectTypeOf(fields.d.required).toEqualTypeOf<false>();
    expectTypeOf(salesContract.fields.unit_price.required).toEqualTypeOf<true>();
  });
});
