/** An identifier: text or an integer number, trimmed. */
export interface IdField<R extends boolean = boolean> {
  readonly kind: 'id';
  readonly required: R;
  /** Whether ASCII letters are folded to upper case. */
  readonly upperCase: boolean;
  readonly maxBytes: number;
}

/** Free text, trimmed; empty is null. */
export interface TextField<R extends boolean = boolean> {
  readonly kind: 'text';
  readonly required: R;
  readonly maxBytes: number;
}

/** Text with known canonical values; an unknown value is kept and counted. */
export interface EnumField<R extends boolean = boolean> {
  readonly kind: 'enum';
  readonly required: R;
  readonly values: readonly string[];
  /** Other spellings, by canonical value; matched without regard to ASCII case, as the values are. */
  readonly aliases: Readonly<Record<string, readonly string[]>>;
  readonly maxBytes: number;
}

/** A whole number that fits INT32. */
export interface IntegerField<R extends boolean = boolean> {
  readonly kind: 'integer';
  readonly required: R;
  readonly min: number;
  readonly max: number;
}

/** An amount of money, exact, in cents. */
export interface MoneyField<R extends boolean = boolean> {
  readonly kind: 'money';
  readonly required: R;
  readonly minCents: bigint;
  readonly maxCents: bigint;
}

/** A calendar date without a time zone. */
export interface DateField<R extends boolean = boolean> {
  readonly kind: 'date';
  readonly required: R;
  /** The first day allowed, `YYYY-MM-DD`. */
  readonly min: string;
  /** How many days after the ingest day are still allowed. */
  readonly maxDaysAfterIngest: number;
}

/** An amount that is always quantity × price; a given value is only checked against it. */
export interface ProductField {
  readonly kind: 'product';
  readonly required: true;
  /** The name of a required integer field. */
  readonly quantity: string;
  /** The name of a required money field. */
  readonly price: string;
  /** By how many cents a given value may differ before it counts as corrected. */
  readonly toleranceCents: bigint;
}

/** How a contract declares one field of a data set. */
export type Field = IdField | TextField | EnumField | IntegerField | MoneyField | DateField | ProductField;

// NoInfer below: in a contract a field's expected type would otherwise decide R, and make it `boolean`.

/** Declares an identifier; required unless said otherwise, at most 128 bytes. */
export function id<R extends boolean = true>(
  options: { readonly required?: R; readonly upperCase?: boolean; readonly maxBytes?: number } = {},
): IdField<NoInfer<R>> {
  const { required = true as R, upperCase = false, maxBytes = 128 } = options;
  return { kind: 'id', required, upperCase, maxBytes };
}

/** Declares free text; optional unless said otherwise, at most 1024 bytes. */
export function text<R extends boolean = false>(
  options: { readonly required?: R; readonly maxBytes?: number } = {},
): TextField<NoInfer<R>> {
  const { required = false as R, maxBytes = 1024 } = options;
  return { kind: 'text', required, maxBytes };
}

/** Declares an open enumeration; optional unless said otherwise. */
export function openEnum<R extends boolean = false>(
  values: readonly string[],
  options: {
    readonly required?: R;
    readonly aliases?: Readonly<Record<string, readonly string[]>>;
    readonly maxBytes?: number;
  } = {},
): EnumField<NoInfer<R>> {
  const { required = false as R, aliases = {}, maxBytes = 256 } = options;
  return { kind: 'enum', required, values, aliases, maxBytes };
}

/** Declares a whole number from min to max, both included; required unless said otherwise. */
export function integer<R extends boolean = true>(options: {
  readonly min: number;
  readonly max: number;
  readonly required?: R;
}): IntegerField<NoInfer<R>> {
  const { required = true as R, min, max } = options;
  return { kind: 'integer', required, min, max };
}

/** Declares an amount from min to max cents, both included; required unless said otherwise. */
export function money<R extends boolean = true>(options: {
  readonly minCents: bigint;
  readonly maxCents: bigint;
  readonly required?: R;
}): MoneyField<NoInfer<R>> {
  const { required = true as R, minCents, maxCents } = options;
  return { kind: 'money', required, minCents, maxCents };
}

/** Declares a calendar date from `min` to some days after the ingest day; required unless said otherwise. */
export function date<R extends boolean = true>(
  options: { readonly min?: string; readonly maxDaysAfterIngest?: number; readonly required?: R } = {},
): DateField<NoInfer<R>> {
  const { required = true as R, min = '2000-01-01', maxDaysAfterIngest = 1 } = options;
  return { kind: 'date', required, min, maxDaysAfterIngest };
}

/** Declares an amount derived as quantity × price. */
export function product(options: {
  readonly quantity: string;
  readonly price: string;
  readonly toleranceCents?: bigint;
}): ProductField {
  const { quantity, price, toleranceCents = 1n } = options;
  return { kind: 'product', required: true, quantity, price, toleranceCents };
}
