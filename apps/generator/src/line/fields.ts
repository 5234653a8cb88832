import { salesContract } from '@sales/schema';

/** A field of the sales contract. */
export type FieldName = keyof typeof salesContract.fields;

/** The fields in the contract's order, which is also the order of a plain line. */
export const fieldNames = Object.keys(salesContract.fields) as FieldName[];

/** The fields whose JSON value is a bare number; all others are quoted. */
export const numberFields: ReadonlySet<FieldName> = new Set(['quantity_sold', 'unit_price', 'total_amount']);
