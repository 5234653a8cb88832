/** Why a value is refused, as the end of a reason: `missing`, `invalid`, `not_positive`, `out_of_range`. */
export class Refusal {
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}

/** A JSON number as it was written, where a float may not hold it exactly. */
export class WrittenNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const decimalForm = /^([+-]?)(?:(\d+)(?:\.(\d+))?|\.(\d+))(?:[eE]([+-]?\d+))?$/;
const groupedForm = /^([+-]?)(\$?)(\d{1,3}(?:,\d{3})+)(?![\d,])/;
const dollarForm = /^([+-]?)\$/;

/** Reads decimal text as a whole number of 10^-places, rounding half away from zero; undefined when it is no number. */
export function parseScaled(
  text: string,
  places: number,
): { readonly value: bigint; readonly isExact: boolean } | undefined {
  const match = decimalForm.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', bare = '', exponent = '0'] = match;
  const digits = whole + fraction + bare;
  const shift = whole.length + Math.max(-400, Math.min(400, Number(exponent))) + places;
  const kept = shift <= 0 ? '0' : digits.slice(0, shift).padEnd(shift, '0');
  const rest = shift <= 0 ? '0'.repeat(-shift) + digits : digits.slice(shift);
  let value = BigInt(kept);
  if (rest.charCodeAt(0) >= 53) value += 1n;
  return { value: sign === '-' ? -value : value, isExact: /^0*$/.test(rest) };
}

/** Reads an amount in cents, perhaps with `$` and grouping commas. */
export function parseAmount(text: string): bigint | undefined {
  const plain = text
    .replace(
      groupedForm,
      (_, sign: string, dollar: string, whole: string) => sign + dollar + whole.replaceAll(',', ''),
    )
    .replace(dollarForm, '$1');
  return parseScaled(plain, 2)?.value;
}
