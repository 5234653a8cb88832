import { type ColumnDefinition, contractColumns, lineageColumns } from './column.ts';
import type { Contract } from './contract.ts';
import { ContractError } from './errors.ts';
import type { Field } from './field.ts';

/** A table of members, one a key, whose attributes are the latest known. */
export interface Dimension {
  readonly table: string;
  /** The field that identifies a member; the fact refers to it. */
  readonly key: string;
  readonly attributes: readonly string[];
}

/** The table of events; its key is the contract's business key. */
export interface Fact {
  readonly table: string;
  /** The contract's fields that the fact keeps, in order; it holds the business key and every dimension's key. */
  readonly columns: readonly string[];
  /** The money field whose sum proves that nothing was lost. */
  readonly measure: string;
  /** The field that dates an event: it decides which attribute is the latest, and sorts the table. */
  readonly date: string;
}

/** How a contract's clean rows become a fact and its dimensions. */
export interface Star {
  readonly contract: Contract;
  readonly fact: Fact;
  readonly dimensions: readonly Dimension[];
}

/** The text that stands in a dimension for an attribute nobody ever gave. */
export const unknownAttribute = 'Unknown';

/** A sum over a row's attributes that are not in the fact, so that a change of one is seen as other content. */
export const attributesHashColumn = {
  name: '_attributes_hash',
  type: { kind: 'int64' },
  nullable: false,
} as const satisfies ColumnDefinition;

/**
 * Declares a star over a contract.
 *
 * Throws ContractError when it names no field, or a field of the wrong kind.
 */
export function defineStar<Fields extends Readonly<Record<string, Field>>>(star: {
  readonly contract: Contract<Fields>;
  readonly fact: {
    readonly table: string;
    readonly columns: readonly (keyof Fields & string)[];
    readonly measure: keyof Fields & string;
    readonly date: keyof Fields & string;
  };
  readonly dimensions: readonly {
    readonly table: string;
    readonly key: keyof Fields & string;
    readonly attributes: readonly (keyof Fields & string)[];
  }[];
}): Star {
  const { contract, fact, dimensions } = star;
  const fields: Readonly<Record<string, Field>> = contract.fields;
  const fail = (problem: string): never => {
    throw new ContractError(contract.name, problem);
  };
  const kindOf = (name: string): Field['kind'] => (fields[name] ?? fail(`"${name}" is no field`)).kind;
  const checkNames = (table: string, names: readonly string[]): void => {
    for (const name of names) kindOf(name);
    const twice = repeated(names);
    if (twice !== undefined) fail(`${table} names "${twice}" twice`);
  };

  checkNames(fact.table, fact.columns);
  for (const name of [...contract.businessKey, fact.measure, fact.date, ...dimensions.map((d) => d.key)])
    if (!fact.columns.includes(name)) fail(`${fact.table} must keep "${name}"`);
  const measure = kindOf(fact.measure);
  if ((measure !== 'money' && measure !== 'product') || fields[fact.measure]?.required !== true)
    fail(`"${fact.measure}" must be required money to be a measure`);
  if (kindOf(fact.date) !== 'date' || fields[fact.date]?.required !== true)
    fail(`"${fact.date}" must be a required date`);
  for (const { table, key, attributes } of dimensions) {
    if (kindOf(key) !== 'id' || fields[key]?.required !== true)
      fail(`${table} must be keyed by a required id`);
    checkNames(table, attributes);
    for (const name of attributes)
      if (kindOf(name) !== 'text' && kindOf(name) !== 'enum')
        fail(`${table} can hold "${name}" only as text`);
  }
  const sharedTable = repeated([fact.table, ...dimensions.map(({ table }) => table)]);
  if (sharedTable !== undefined) fail(`two tables are called "${sharedTable}"`);
  return { contract, fact, dimensions };
}

/** Gives the columns of the fact's files: its fields, its attributes' hash, its lineage. */
export function factColumns(star: Star): readonly ColumnDefinition[] {
  return [...star.fact.columns.map((name) => column(star, name)), attributesHashColumn, ...lineageColumns];
}

/** Gives the columns of a dimension as people query it: the key and its attributes, none null. */
export function dimensionColumns(star: Star, dimension: Dimension): readonly ColumnDefinition[] {
  return [dimension.key, ...dimension.attributes].map((name) => ({ ...column(star, name), nullable: false }));
}

/**
 * Gives the columns of a dimension's files: the key, then each attribute (null where the batch does not know it)
 * with the stamp of the row it comes from.
 */
export function dimensionDeltaColumns(star: Star, dimension: Dimension): readonly ColumnDefinition[] {
  return [
    column(star, dimension.key),
    ...dimension.attributes.flatMap((name) => [
      { ...column(star, name), nullable: true },
      { name: stampColumn(name), type: { kind: 'text', maxBytes: 1200 }, nullable: true } as const,
    ]),
  ];
}

/** Names the column that holds an attribute's stamp. */
export function stampColumn(attribute: string): string {
  return `_${attribute}_as_of`;
}

/** Gives the contract's fields that the fact does not keep, whose change is seen through the attributes' hash. */
export function attributeFields(star: Star): readonly string[] {
  return Object.keys(star.contract.fields).filter((name) => !star.fact.columns.includes(name));
}

function column(star: Star, name: string): ColumnDefinition {
  return contractColumns(star.contract).find((c) => c.name === name)!;
}

function repeated(names: readonly string[]): string | undefined {
  return names.find((name, index) => names.indexOf(name) !== index);
}
