import type { Field } from '@sales/schema';

/** A clean value: text as a string, an integer or a day number as a number, money as cents. */
export type CleanValue = string | number | bigint | null;

/** What is wrong with a value. */
export type Fault = 'missing' | 'invalid' | 'not_positive' | 'out_of_range';

/** What a rule changed, or noticed, while it kept a value. */
export type Repair =
  | 'trimmed'
  | 'upper_cased'
  | 'canonicalised'
  | 'unknown'
  | 'reformatted'
  | 'rounded'
  | 'corrected';

/** A value read by a rule: kept, perhaps repaired, or refused for one fault. */
export type Reading =
  | { readonly value: CleanValue; readonly repairs: readonly Repair[] }
  | { readonly fault: Fault };

/** Reads one field's JSON value; `undefined` is an absent key. */
export type Rule = (raw: unknown) => Reading;

/** Names the reason of a rejected row in reports and in quarantine. */
export function reasonOf(field: string, fault: Fault): string {
  return fault === 'missing' ? `missing_${field}` : `${field}_${fault}`;
}

const noRepairs: readonly Repair[] = [];

/** Keeps a value with what was done to it. */
export function kept(value: CleanValue, repairs: readonly Repair[] = noRepairs): Reading {
  return { value, repairs };
}

/** The reading of a null: a fault where the field is required. */
export function absent(field: Pick<Field, 'required'>): Reading {
  return field.required ? { fault: 'missing' } : kept(null);
}

/** Refuses a number outside a field's bounds, telling apart what is not positive where it must be. */
export function boundsFault<N extends number | bigint>(value: N, min: N, max: N): Fault | undefined {
  if (value >= min && value <= max) return undefined;
  return min > 0 && value <= 0 ? 'not_positive' : 'out_of_range';
}
