import * as z from 'zod';
import type { Contract } from './contract.ts';
import { dayNumber } from './date.ts';
import type { DateField, EnumField, Field, IdField, IntegerField, MoneyField, TextField } from './field.ts';

type RawZod<F extends Field> = F extends IdField | IntegerField | MoneyField
  ? z.ZodOptional<z.ZodNullable<z.ZodUnion<[z.ZodString, z.ZodNumber]>>>
  : F extends TextField | EnumField | DateField
    ? z.ZodOptional<z.ZodNullable<z.ZodString>>
    : z.ZodOptional<z.ZodNullable<z.ZodUnion<[z.ZodString, z.ZodNumber]>>>;

type Present<F extends Field, T extends z.ZodType> = F['required'] extends true ? T : z.ZodNullable<T>;

type CleanZod<F extends Field> = F extends IdField | TextField | EnumField | DateField
  ? Present<F, z.ZodString>
  : F extends IntegerField
    ? Present<F, z.ZodNumber>
    : Present<F, z.ZodBigInt>;

/** The type of a row as it may arrive. */
export type RawRow<C extends Contract> = z.infer<ReturnType<typeof rawRowSchema<C['fields']>>>;

/** The type of a clean row: dates as `YYYY-MM-DD`, money as cents. */
export type CleanRow<C extends Contract> = z.infer<ReturnType<typeof cleanRowSchema<C['fields']>>>;

/** Gives the zod schema of a row as it may arrive: the shapes the cleaning rules read, other keys allowed. */
export function rawRowSchema<Fields extends Readonly<Record<string, Field>>>(contract: Contract<Fields>) {
  const shape = mapFields(contract, (field) =>
    (field.kind === 'text' || field.kind === 'enum' || field.kind === 'date'
      ? z.string()
      : z.union([z.string(), z.number()])
    ).nullish(),
  );
  return z.looseObject(shape as { [K in keyof Fields]: RawZod<Fields[K]> });
}

/**
 * Gives the zod schema of a clean row, with every bound that does not depend on the ingest day: what the cleaning
 * rules return always passes it.
 */
export function cleanRowSchema<Fields extends Readonly<Record<string, Field>>>(contract: Contract<Fields>) {
  const shape = mapFields(contract, (field) => {
    const value = cleanValueSchema(field);
    return field.required ? value : value.nullable();
  });
  return z.strictObject(shape as { [K in keyof Fields]: CleanZod<Fields[K]> });
}

/** Gives the JSON Schema (2020-12) of a row as it may arrive. */
export function rawRowJsonSchema(contract: Contract) {
  return z.toJSONSchema(rawRowSchema(contract), { io: 'input' });
}

/** Gives the JSON Schema (2020-12) of a clean row; money is an integer of cents. */
export function cleanRowJsonSchema(contract: Contract) {
  return z.toJSONSchema(cleanRowSchema(contract), {
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'bigint') jsonSchema.type = 'integer';
    },
  });
}

function cleanValueSchema(field: Field): z.ZodType {
  switch (field.kind) {
    case 'id':
    case 'text':
    case 'enum':
      return z
        .string()
        .min(1)
        .refine((value) => Buffer.byteLength(value) <= field.maxBytes, `at most ${field.maxBytes} bytes`);
    case 'integer':
      return z.int().min(field.min).max(field.max);
    case 'money':
      return z.bigint().min(field.minCents).max(field.maxCents);
    case 'date':
      return z.iso
        .date()
        .refine((value) => dayNumber(value)! >= dayNumber(field.min)!, `from ${field.min} on`);
    case 'product':
      return z.bigint();
  }
}

function mapFields<T>(contract: Contract, f: (field: Field) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(contract.fields).map(([name, field]) => [name, f(field)]));
}
