// Reads numbers written plainly. A reader gives the byte behind the value, or 0 when the reference must decide.

import { NumberSink, Product } from './sinks';
import { isNull } from './texts';

const point: u8 = 0x2e;

/** The byte behind a JSON number's whole part, or 0: no sign, no leading zero, not too long. */
// @ts-ignore: decorator
@inline
function digitsEnd(at: usize, maxDigits: usize): usize {
  let end = at;
  while (isDigit(load<u8>(end))) end++;
  const length = end - at;
  if (length == 0 || length > maxDigits) return 0;
  return length > 1 && load<u8>(at) == 0x30 ? 0 : end;
}

// @ts-ignore: decorator
@inline
export function isDigit(byte: u8): bool {
  return ((byte - 0x30) as u8) < 10;
}

// @ts-ignore: decorator
@inline
function digitsValue(start: usize, end: usize): i64 {
  let value: i64 = 0;
  for (let at = start; at < end; at++) value = value * 10 + ((load<u8>(at) - 0x30) as i64);
  return value;
}

/** Tells the bytes that go on a number: digits, `.`, `e`, `E`. */
// @ts-ignore: decorator
@inline
function goesOn(byte: u8): bool {
  return isDigit(byte) || byte == point || byte == 0x65 || byte == 0x45;
}

// @ts-ignore: decorator
@inline
function readNull(sink: NumberSink, at: usize, row: u32): usize {
  if (sink.isRequired != 0 || !isNull(at)) return 0;
  store<u8>(sink.present + (row as usize), 0);
  return at + 4;
}

/** Reads a whole number of at most nine digits. */
export function readInteger(sink: NumberSink, at: usize, row: u32): usize {
  const end = digitsEnd(at, 9);
  if (end == 0) return isDigit(load<u8>(at)) ? 0 : readNull(sink, at, row);
  const value = digitsValue(at, end);
  if (value < sink.min || value > sink.max || goesOn(load<u8>(end))) return 0;
  store<i32>(sink.values + ((row as usize) << 2), value as i32);
  store<u8>(sink.present + (row as usize), 1);
  return end;
}

/** Reads an amount of at most eleven digits and two decimals. */
export function readMoney(sink: NumberSink, at: usize, row: u32): usize {
  let end = digitsEnd(at, 11);
  if (end == 0) return isDigit(load<u8>(at)) ? 0 : readNull(sink, at, row);
  let cents = digitsValue(at, end) * 100;
  if (load<u8>(end) == point) {
    const tenths = load<u8>(end + 1);
    if (!isDigit(tenths)) return 0;
    cents += ((tenths - 0x30) as i64) * 10;
    end += 2;
    const hundredths = load<u8>(end);
    if (isDigit(hundredths)) {
      cents += (hundredths - 0x30) as i64;
      end++;
    }
  }
  if (cents < sink.min || cents > sink.max || goesOn(load<u8>(end))) return 0;
  putCents(sink, row, cents);
  return end;
}

/** Reads the amount that is given for a derived one, with any number of decimals; null gives no amount. */
export function readGiven(product: Product, at: usize): usize {
  let end = digitsEnd(at, 13);
  if (end == 0) return !isDigit(load<u8>(at)) && isNull(at) ? at + 4 : 0;
  let cents = digitsValue(at, end) * 100;
  if (load<u8>(end) == point) {
    const first = ++end;
    for (let byte = load<u8>(end); isDigit(byte); byte = load<u8>(++end)) {
      const digit = (byte - 0x30) as i64;
      const place = end - first;
      if (place == 0) cents += digit * 10;
      else if (place == 1) cents += digit;
      else if (place == 2 && digit >= 5) cents++;
    }
    if (end == first) return 0;
  }
  if (goesOn(load<u8>(end))) return 0;
  product.given = cents;
  return end;
}

/** An amount up to here and its sums over many rows fit 64 bits, and a double. */
const maxExactCents: i64 = 1 << 50;

/** Derives an amount when its row is complete; false when the reference must decide. */
export function deriveProduct(product: Product, row: u32): bool {
  const quantity = load<i32>(product.quantity.values + ((row as usize) << 2)) as i64;
  const price = load<i64>(product.price.values + ((row as usize) << 3));
  // Nine digits times thirteen may not fit 64 bits.
  if ((quantity as f64) * (price as f64) > (maxExactCents as f64)) return false;
  const cents = quantity * price;
  if (product.given >= 0 && abs(product.given - cents) > product.toleranceCents) return false;
  putCents(product.sink, row, cents);
  return true;
}

// @ts-ignore: decorator
@inline
function putCents(sink: NumberSink, row: u32, cents: i64): void {
  store<i64>(sink.values + ((row as usize) << 3), cents);
  store<u8>(sink.present + (row as usize), 1);
}

/** Steps over a value of a field that the contract does not know, if it is plain. */
export function skipExtra(at: usize, end: usize): usize {
  if (load<u8>(at) != 0x22) {
    const number = digitsEnd(at, 15);
    if (number != 0) return goesOn(load<u8>(number)) ? 0 : number;
    return !isDigit(load<u8>(at)) && isNull(at) ? at + 4 : 0;
  }
  for (let next = at + 1; next < end; next++) {
    const byte = load<u8>(next);
    if (byte == 0x22) return next + 1;
    if (byte == 0x5c || byte < 0x20 || byte >= 0x7f) return 0;
  }
  return 0;
}
