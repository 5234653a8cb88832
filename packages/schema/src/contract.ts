import { dayNumber } from './date.ts';
import { ContractError } from './errors.ts';
import type { Field } from './field.ts';

/** A data set's fields in order, and what identifies one of its rows. */
export interface Contract<Fields extends Readonly<Record<string, Field>> = Readonly<Record<string, Field>>> {
  /** Names the data set in the lake and in messages: lower case, digits and `_`. */
  readonly name: string;
  /** Rises whenever the meaning of a field changes; written into every file. */
  readonly version: number;
  readonly fields: Fields;
  /** The required fields that together identify a row: two rows with the same values are the same event. */
  readonly businessKey: readonly string[];
}

const contractName = /^[a-z][a-z0-9_]*$/;
/** Names that start with `_` are kept for lineage. */
const fieldName = /^[a-z][a-z0-9_]*$/;
/** The widest VARCHAR of Redshift. */
const maxVarcharBytes = 65_535;

/**
 * Declares a data set. The order of the fields is the order of the columns everywhere.
 *
 * Throws ContractError when the declaration contradicts itself: it is a bug in the program, found at start.
 */
export function defineContract<const Fields extends Readonly<Record<string, Field>>>(
  contract: Contract<Fields> & { readonly businessKey: readonly (keyof Fields & string)[] },
): Contract<Fields> {
  const fail = (problem: string): never => {
    throw new ContractError(contract.name, problem);
  };
  if (!contractName.test(contract.name)) fail('its name must be lower case letters, digits and "_"');
  if (!Number.isInteger(contract.version) || contract.version < 1) fail('its version must be 1 or more');
  const fields: Readonly<Record<string, Field>> = contract.fields;
  for (const [name, field] of Object.entries(fields)) {
    if (!fieldName.test(name)) fail(`field "${name}" must be lower case letters, digits and "_"`);
    checkField(name, field, fields, fail);
  }
  if (contract.businessKey.length === 0) fail('its business key is empty');
  for (const name of contract.businessKey) {
    const field = fields[name];
    if (field === undefined) return fail(`its business key names "${name}", which is no field`);
    if (!field.required) fail(`its business key names "${name}", which may be missing`);
    if (field.kind === 'product') fail(`its business key names "${name}", which is derived`);
  }
  return contract;
}

function checkField(
  name: string,
  field: Field,
  fields: Readonly<Record<string, Field>>,
  fail: (problem: string) => never,
): void {
  switch (field.kind) {
    case 'id':
    case 'text':
    case 'enum':
      if (field.maxBytes < 1 || field.maxBytes > maxVarcharBytes)
        fail(`field "${name}" must hold between 1 and ${maxVarcharBytes} bytes`);
      if (field.kind === 'enum') checkEnum(name, field.values, field.aliases, fail);
      return;
    case 'integer':
      if (field.min > field.max || field.max > 0x7fff_ffff || field.min < -0x8000_0000)
        fail(`field "${name}" must have min <= max within 32 bits`);
      return;
    case 'money':
      if (field.minCents > field.maxCents || field.maxCents > 10n ** 12n || field.minCents < -(10n ** 12n))
        fail(`field "${name}" must have min <= max within DECIMAL(12,2)`);
      return;
    case 'date':
      if (dayNumber(field.min) === undefined)
        fail(`field "${name}" starts at "${field.min}", which is no date`);
      return;
    case 'product': {
      const quantity = fields[field.quantity];
      const price = fields[field.price];
      if (quantity?.kind !== 'integer' || !quantity.required)
        fail(`field "${name}" multiplies "${field.quantity}", which is no required integer`);
      if (price?.kind !== 'money' || !price.required)
        fail(`field "${name}" multiplies "${field.price}", which is no required money`);
      return;
    }
  }
}

function checkEnum(
  name: string,
  values: readonly string[],
  aliases: Readonly<Record<string, readonly string[]>>,
  fail: (problem: string) => never,
): void {
  const seen = new Map<string, string>();
  const claim = (spelling: string, canonical: string): void => {
    const folded = spelling.toLowerCase();
    const other = seen.get(folded);
    if (other !== undefined && other !== canonical)
      fail(`field "${name}" reads "${spelling}" both as "${other}" and as "${canonical}"`);
    seen.set(folded, canonical);
  };
  for (const value of values) claim(value, value);
  for (const [canonical, spellings] of Object.entries(aliases)) {
    if (!values.includes(canonical)) fail(`field "${name}" has aliases of "${canonical}", which is no value`);
    for (const spelling of spellings) claim(spelling, canonical);
  }
}

/** The contract's fields as an array, in column order. */
export function contractFields(contract: Contract): readonly (readonly [name: string, field: Field])[] {
  return Object.entries(contract.fields);
}
