import { type Contract, contractFields, dayNumber, type ProductField } from '@sales/schema';
import { parseExactJson } from './json.ts';
import { dateRule } from './rules/date.ts';
import { enumRule } from './rules/enum.ts';
import { idRule } from './rules/id.ts';
import { integerRule } from './rules/integer.ts';
import { moneyRule } from './rules/money.ts';
import { deriveProduct } from './rules/product.ts';
import { type CleanValue, kept, type Reading, reasonOf, type Rule } from './rules/rule.ts';
import { textRule } from './rules/text.ts';

/** What became of a row: its clean values in field order with the repairs made, or every reason it is refused for. */
export type RowReading =
  | { readonly values: readonly CleanValue[]; readonly repairs: readonly string[] }
  | { readonly reasons: readonly string[] };

/** A JSON object as it was parsed. */
export type RawObject = Readonly<Record<string, unknown>>;

/** Reads one row's object by the rules of a contract. */
export type RowRule = (raw: RawObject) => RowReading;

interface FieldRule {
  readonly name: string;
  readonly rule: Rule;
  readonly product: ProductField | undefined;
}

/** Compiles a contract's rules; `ingestDate` is `YYYY-MM-DD`. A row's answer depends on nothing else. */
export function rowRule(contract: Contract, ingestDate: string): RowRule {
  if (dayNumber(ingestDate) === undefined)
    throw new RangeError(`The ingest date must be a day as YYYY-MM-DD, not "${ingestDate}".`);
  const fields = contractFields(contract).map(
    ([name, field]): FieldRule => ({
      name,
      rule: fieldRule(contract, name, ingestDate),
      product: field.kind === 'product' ? field : undefined,
    }),
  );
  const position = new Map(fields.map(({ name }, index) => [name, index]));

  return (raw) => {
    const values: CleanValue[] = [];
    const repairs: string[] = [];
    const reasons: string[] = [];
    const take = (name: string, index: number, reading: Reading): void => {
      if ('fault' in reading) {
        reasons.push(reasonOf(name, reading.fault));
        values[index] = null;
        return;
      }
      values[index] = reading.value;
      for (const repair of reading.repairs) repairs.push(`${name}_${repair}`);
    };

    for (let index = 0; index < fields.length; index++) {
      const { name, rule, product } = fields[index]!;
      take(name, index, product === undefined ? rule(valueOf(raw, name)) : kept(null));
    }
    if (reasons.length > 0) return { reasons };
    // Derived last: an operand may stand behind its product in the contract.
    for (let index = 0; index < fields.length; index++) {
      const { name, product } = fields[index]!;
      if (product === undefined) continue;
      const quantity = values[position.get(product.quantity)!] as number;
      const price = values[position.get(product.price)!] as bigint;
      take(name, index, deriveProduct(product, valueOf(raw, name), quantity, price));
    }
    return { values, repairs };
  };
}

/** Parses one row's text. A row that is no JSON object has the one reason that says so. */
export function parseRow(text: string): RawObject | 'malformed_json' | 'not_an_object' {
  let parsed: unknown;
  try {
    parsed = parseExactJson(text);
  } catch {
    return 'malformed_json';
  }
  // A number alone on a line may have become an object of its own class, so the prototype decides.
  const isObject =
    parsed !== null && typeof parsed === 'object' && Object.getPrototypeOf(parsed) === Object.prototype;
  return isObject ? (parsed as RawObject) : 'not_an_object';
}

/** Only what the row itself says: a field may be called `constructor`. */
function valueOf(raw: RawObject, name: string): unknown {
  return Object.hasOwn(raw, name) ? raw[name] : undefined;
}

/** Makes the rule of one field; a derived field has none of its own. */
export function fieldRule(contract: Contract, name: string, ingestDate: string): Rule {
  const field = contract.fields[name]!;
  switch (field.kind) {
    case 'id':
      return idRule(field);
    case 'text':
      return textRule(field);
    case 'enum':
      return enumRule(field);
    case 'integer':
      return integerRule(field);
    case 'money':
      return moneyRule(field);
    case 'date':
      return dateRule(field, ingestDate);
    case 'product':
      return () => kept(null);
  }
}
