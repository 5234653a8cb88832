/** A decimal number as written: 0.`digits` × 10^`point`, exact whatever its length. */
export interface Decimal {
  readonly negative: boolean;
  /** The digits without leading or trailing zeros; empty for zero. */
  readonly digits: string;
  /** How many of the digits stand before the decimal point; may be negative or beyond their count. */
  readonly point: number;
}

/** An exponent past this cannot change an answer: no text has so many digits to outweigh it. */
const exponentLimit = 1_000_000_000_000;
const decimalText = /^([+-]?)(?:(\d+)(?:\.(\d+))?|\.(\d+))(?:[eE]([+-]?\d+))?$/;

/** Parses a JSON number, or text of that form that may start with `+` or `.`; undefined when it is none. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = decimalText.exec(text);
  if (match === null) return undefined;
  const whole = match[2] ?? '';
  const all = whole + (match[3] ?? match[4] ?? '');
  const exponent = Math.max(-exponentLimit, Math.min(exponentLimit, Number(match[5] ?? 0)));
  let first = 0;
  while (first < all.length && all.charCodeAt(first) === 48) first++;
  let last = all.length;
  while (last > first && all.charCodeAt(last - 1) === 48) last--;
  const digits = all.slice(first, last);
  return {
    negative: match[1] === '-' && digits !== '',
    digits,
    point: digits === '' ? 0 : whole.length - first + exponent,
  };
}

/** Tells whether a decimal has no fraction. */
export function isIntegral(decimal: Decimal): boolean {
  return decimal.digits.length <= decimal.point || decimal.digits === '';
}

/**
 * Scales a decimal by 10^`scale` to an integer, rounding half away from zero.
 *
 * Undefined when it has more than 30 digits before rounding: no field is that wide.
 */
export function scaledInteger(decimal: Decimal, scale: number): bigint | undefined {
  const kept = decimal.point + scale;
  if (kept > 30) return undefined;
  if (kept < 0) return 0n;
  let magnitude = BigInt(decimal.digits.slice(0, kept).padEnd(kept, '0') || '0');
  if (decimal.digits.charCodeAt(kept) >= 53) magnitude += 1n;
  return decimal.negative ? -magnitude : magnitude;
}
