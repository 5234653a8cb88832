import { type Contract, contractFields } from './contract.ts';
import type { Field } from './field.ts';

/** What a column holds, in the terms that Parquet, Glue, Redshift and DuckDB share. */
export type ColumnType =
  | { readonly kind: 'text'; readonly maxBytes: number }
  | { readonly kind: 'int32' }
  | { readonly kind: 'int64' }
  /** Days since 1970-01-01. */
  | { readonly kind: 'date' }
  /** Microseconds since 1970-01-01T00:00Z. */
  | { readonly kind: 'timestamp' }
  /** An unscaled 64-bit integer; precision at most 18. */
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number };

/** One column of a file or a table. A list of them is a valid `TableSchema` of `@sales/parquet`. */
export interface ColumnDefinition {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
}

/** A price fits 12 digits; a product of a price and a quantity needs 18. */
const priceType: ColumnType = { kind: 'decimal', precision: 12, scale: 2 };
const amountType: ColumnType = { kind: 'decimal', precision: 18, scale: 2 };

/** Gives the column type that holds a field's clean values. */
export function columnType(field: Field): ColumnType {
  switch (field.kind) {
    case 'id':
    case 'text':
    case 'enum':
      return { kind: 'text', maxBytes: field.maxBytes };
    case 'integer':
      return { kind: 'int32' };
    case 'money':
      return priceType;
    case 'product':
      return amountType;
    case 'date':
      return { kind: 'date' };
  }
}

/** Gives the columns of a contract's clean rows, in the contract's order. */
export function contractColumns(contract: Contract): readonly ColumnDefinition[] {
  return contractFields(contract).map(([name, field]) => ({
    name,
    type: columnType(field),
    nullable: !field.required,
  }));
}

/**
 * Where a row came from. Read as a tuple, in this order, they order all rows of all batches: a later one corrects
 * an earlier one.
 */
export const lineageColumns = [
  { name: '_source_time', type: { kind: 'timestamp' }, nullable: false },
  { name: '_source_key', type: { kind: 'text', maxBytes: 1024 }, nullable: false },
  { name: '_source_offset', type: { kind: 'int64' }, nullable: false },
] as const satisfies readonly ColumnDefinition[];

/** Gives the columns of a contract's silver files: the clean row, then its lineage. */
export function silverColumns(contract: Contract): readonly ColumnDefinition[] {
  return [...contractColumns(contract), ...lineageColumns];
}
