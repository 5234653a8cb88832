import { isUtf8 } from 'node:buffer';
import type { DateField, IntegerField, MoneyField } from '@sales/schema';
import { dayTable } from './dayTable.ts';
import { hashBytes } from './internHash.ts';
import type { Product } from './plan.ts';
import { type CentsSink, growHeap, type Int32Sink, internClean, putNullText, type TextSink } from './sink.ts';

/** Reads a value that starts at `at` into row `row`; gives the byte behind it, or -1 when the reference must decide. */
export type Reader = (bytes: Uint8Array, at: number, row: number) => number;

const quote = 0x22;
const backslash = 0x5c;

/** Reads text that the rule keeps as it is. */
export function textReader(sink: TextSink): Reader {
  const [intoHeap, intoDictionary] = [heapReader(sink), dictionaryReader(sink)];
  return (bytes, at, row) => (sink.isHeap ? intoHeap : intoDictionary)(bytes, at, row);
}

function dictionaryReader(sink: TextSink): Reader {
  const { codes, field } = sink;
  return (bytes, at, row) => {
    if (bytes[at] !== quote) return field.required ? -1 : readNull(bytes, at, () => putNullText(sink, row));
    const start = at + 1;
    let end = start;
    for (let byte = bytes[end]!; byte !== quote; byte = bytes[++end]!) if (byte < 0x20) return -1;
    const entry = internClean(sink, bytes, start, end, hashBytes(bytes, start, end));
    if (entry < 0) return -1;
    codes[row] = entry;
    return end + 1;
  };
}

/** Text that does not repeat is checked byte by byte: no blank or non-ASCII at an end, no lower case where it is folded. */
function heapReader(sink: TextSink): Reader {
  const { field, ends, present } = sink;
  const isFolded = field.kind === 'id' && field.upperCase;
  return (bytes, at, row) => {
    if (bytes[at] !== quote) return field.required ? -1 : readNull(bytes, at, () => putNullText(sink, row));
    // What an open enumeration makes of a text only its rule can tell.
    if (field.kind === 'enum') return -1;
    const start = at + 1;
    const first = bytes[start]!;
    if (first <= 0x20 || first >= 0x7f) return -1;
    let to = ends[row]!;
    if (to + field.maxBytes > sink.heap.length) growHeap(sink, to + field.maxBytes);
    const { heap } = sink;
    const limit = to + field.maxBytes;
    let end = start;
    let byte = first;
    let bits = 0;
    while (byte !== quote) {
      if (byte === backslash || byte < 0x20 || to >= limit) return -1;
      if (isFolded && byte >= 0x61 && byte <= 0x7a) return -1;
      bits |= byte;
      heap[to++] = byte;
      byte = bytes[++end]!;
    }
    const last = bytes[end - 1]!;
    if (end === start || last <= 0x20 || last >= 0x7f) return -1;
    if (bits >= 0x80 && !isUtf8(bytes.subarray(start, end))) return -1;
    ends[row + 1] = to;
    present[row] = 1;
    return end + 1;
  };
}

/** Reads a date written `YYYY-MM-DD`. */
export function dateReader(sink: Int32Sink): Reader {
  const { values, present, rule } = sink;
  const field = sink.field as DateField;
  const dayOf = dayTable(rule);
  return (bytes, at, row) => {
    if (bytes[at] !== quote) return field.required ? -1 : readNull(bytes, at, () => (present[row] = 0));
    const day = dayOf(bytes, at);
    if (day === dayTable.other) return -1;
    values[row] = day;
    present[row] = 1;
    return at + 12;
  };
}

/** Reads a whole number of at most nine digits, written plainly. */
export function integerReader(sink: Int32Sink): Reader {
  const { values, present } = sink;
  const { min, max, required } = sink.field as IntegerField;
  return (bytes, at, row) => {
    const end = digitsEnd(bytes, at, 9);
    if (end < 0) return required ? -1 : readNull(bytes, at, () => (present[row] = 0));
    const value = digitsValue(bytes, at, end);
    if (value < min || value > max || isNumberByte(bytes[end]!)) return -1;
    values[row] = value;
    present[row] = 1;
    return end;
  };
}

/** Reads an amount of at most eleven digits and two decimals, written plainly. */
export function moneyReader(sink: CentsSink): Reader {
  const { present } = sink;
  const field = sink.field as MoneyField;
  const min = Number(field.minCents);
  const max = Number(field.maxCents);
  return (bytes, at, row) => {
    const point = digitsEnd(bytes, at, 11);
    if (point < 0) return field.required ? -1 : readNull(bytes, at, () => (present[row] = 0));
    let cents = digitsValue(bytes, at, point) * 100;
    let end = point;
    if (bytes[end] === 0x2e) {
      const tenths = bytes[end + 1]! - 48;
      if (!(tenths >= 0 && tenths <= 9)) return -1;
      cents += tenths * 10;
      end += 2;
      const hundredths = bytes[end]! - 48;
      if (hundredths >= 0 && hundredths <= 9) {
        cents += hundredths;
        end++;
      }
    }
    if (cents < min || cents > max || isNumberByte(bytes[end]!)) return -1;
    putCents(sink, row, cents);
    return end;
  };
}

/** Reads the amount that is given for a derived one, with any number of decimals; null gives no amount. */
export function givenReader(product: Product): Reader {
  return (bytes, at) => {
    const point = digitsEnd(bytes, at, 13);
    if (point < 0) return readNull(bytes, at, () => (product.given = -1));
    let cents = digitsValue(bytes, at, point) * 100;
    let end = point;
    if (bytes[end] === 0x2e) {
      let place = 0;
      for (let digit = bytes[++end]! - 48; digit >= 0 && digit <= 9; digit = bytes[++end]! - 48) {
        if (place === 0) cents += digit * 10;
        else if (place === 1) cents += digit;
        else if (place === 2 && digit >= 5) cents++;
        place++;
      }
      if (place === 0) return -1;
    }
    if (isNumberByte(bytes[end]!)) return -1;
    product.given = cents;
    return end;
  };
}

/** Steps over a value of a field that the contract does not know, if it is plain. */
export function extraReader(bytes: Uint8Array, at: number): number {
  if (bytes[at] === quote) {
    let end = at + 1;
    for (let byte = bytes[end]!; byte !== quote; byte = bytes[++end]!) {
      if (byte === backslash || byte < 0x20 || byte >= 0x7f) return -1;
    }
    return end + 1;
  }
  const end = digitsEnd(bytes, at, 15);
  if (end >= 0) return isNumberByte(bytes[end]!) ? -1 : end;
  return readNull(bytes, at, () => undefined);
}

/** An amount up to here is an exact double, and its sums over many rows are. */
const maxExactCents = 2 ** 50;

/** Derives an amount when its row is complete; false when the reference must decide. */
export function deriveProduct(product: Product, row: number): boolean {
  const { sink, quantity, price, toleranceCents, given } = product;
  const { halves } = price;
  const cents = quantity.values[row]! * (halves[2 * row + 1]! * 2 ** 32 + (halves[2 * row]! >>> 0));
  if (cents > maxExactCents) return false;
  if (given >= 0 && Math.abs(given - cents) > toleranceCents) return false;
  putCents(sink, row, cents);
  return true;
}

function putCents(sink: CentsSink, row: number, cents: number): void {
  sink.halves[2 * row] = cents;
  sink.halves[2 * row + 1] = cents / 2 ** 32;
  sink.present[row] = 1;
}

/** The byte behind a JSON number's whole part that starts at `at`, or -1: no sign, no leading zero, not too long. */
function digitsEnd(bytes: Uint8Array, at: number, maxDigits: number): number {
  let end = at;
  while (bytes[end]! >= 0x30 && bytes[end]! <= 0x39) end++;
  const length = end - at;
  if (length === 0 || length > maxDigits) return -1;
  return length > 1 && bytes[at] === 0x30 ? -1 : end;
}

function digitsValue(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + (bytes[at]! - 48);
  return value;
}

/** Tells the bytes that go on a number: digits, `.`, `e`, `E`, `+`, `-`. */
function isNumberByte(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2e || byte === 0x65 || byte === 0x45;
}

function readNull(bytes: Uint8Array, at: number, put: () => unknown): number {
  if (bytes[at] !== 0x6e || bytes[at + 1] !== 0x75 || bytes[at + 2] !== 0x6c || bytes[at + 3] !== 0x6c)
    return -1;
  put();
  return at + 4;
}
