import { dayNumber } from './date.ts';
import { ContractError } from './errors.ts';
import type { EnumField, Field } from './field.ts';

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
/** What DECIMAL(12,2) and DECIMAL(18,2) cannot hold any more, in cents. */
const priceLimitCents = 10n ** 12n;
const amountLimitCents = 10n ** 18n;

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
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
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
      if (!isWholeWithin(field.maxBytes, 1, maxVarcharBytes))
        fail(`field "${name}" must hold between 1 and ${maxVarcharBytes} bytes`);
      if (field.kind === 'enum') checkEnum(name, field, fail);
      return;
    case 'integer':
      if (
        !isWholeWithin(field.min, -0x8000_0000, field.max) ||
        !isWholeWithin(field.max, field.min, 0x7fff_ffff)
      )
        fail(`field "${name}" must have min <= max within 32 bits`);
      return;
    case 'money':
      if (field.minCents > field.maxCents || largest(field.minCents, field.maxCents) >= priceLimitCents)
        fail(`field "${name}" must have min <= max within DECIMAL(12,2)`);
      return;
    case 'date':
      if (dayNumber(field.min) === undefined)
        fail(`field "${name}" starts at "${field.min}", which is no date`);
      if (!Number.isInteger(field.maxDaysAfterIngest))
        fail(`field "${name}" must end a whole number of days after the ingest day`);
      return;
    case 'product': {
      const quantity = fields[field.quantity];
      const price = fields[field.price];
      if (quantity?.kind !== 'integer' || !quantity.required)
        return fail(`field "${name}" multiplies "${field.quantity}", which is no required integer`);
      if (price?.kind !== 'money' || !price.required)
        return fail(`field "${name}" multiplies "${field.price}", which is no required money`);
      const most =
        largest(BigInt(quantity.min), BigInt(quantity.max)) * largest(price.minCents, price.maxCents);
      if (most >= amountLimitCents)
        fail(`field "${name}" may come to ${most} cents, which DECIMAL(18,2) cannot hold`);
      return;
    }
  }
}

function checkEnum(name: string, field: EnumField, fail: (problem: string) => never): void {
  const { values, aliases, maxBytes } = field;
  const seen = new Map<string, string>();
  const claim = (spelling: string, canonical: string): void => {
    // As the rules match it: by ASCII case only.
    const folded = spelling.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
    const other = seen.get(folded);
    if (other !== undefined && other !== canonical)
      fail(`field "${name}" reads "${spelling}" both as "${other}" and as "${canonical}"`);
    seen.set(folded, canonical);
  };
  for (const value of values) {
    if (!isWholeWithin(Buffer.byteLength(value), 1, maxBytes))
      fail(`field "${name}" lists "${value}", which is not 1 to ${maxBytes} bytes`);
    claim(value, value);
  }
  for (const [canonical, spellings] of Object.entries(aliases)) {
    if (!values.includes(canonical)) fail(`field "${name}" has aliases of "${canonical}", which is no value`);
    for (const spelling of spellings) claim(spelling, canonical);
  }
}

function isWholeWithin(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

function largest(a: bigint, b: bigint): bigint {
  const [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  return x > y ? x : y;
}

/** The contract's fields as an array, in column order. */
export function contractFields(contract: Contract): readonly (readonly [name: string, field: Field])[] {
  return Object.entries(contract.fields);
}
