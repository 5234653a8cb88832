import { salesContract } from '@sales/schema';
import * as z from 'zod';
import { parseAmount, parseScaled, Refusal, WrittenNumber } from './decimal.ts';

const missing = new Refusal('missing');
const invalid = new Refusal('invalid');
const outOfRange = new Refusal('out_of_range');
const notPositive = new Refusal('not_positive');

/** A row as JSON says it, to a clean row: ids and texts trimmed, the date as a day's number, the price in cents. */
export function rowSchema(lastDay: number) {
  return z.compile(
    z.object({
      transaction_id: field((raw) => readId(raw, false)),
      date: field(dateReader(lastDay)),
      store_id: field((raw) => readId(raw, true)),
      store_name: field(readText),
      city: field(readText),
      product_id: field((raw) => readId(raw, true)),
      product_name: field(readText),
      category: field(enumReader(salesContract.fields.category)),
      customer_id: field((raw) => readId(raw, true)),
      customer_name: field(readText),
      quantity_sold: field(readQuantity),
      unit_price: field(readPrice),
      payment_method: field(enumReader(salesContract.fields.payment_method)),
    }),
  );
}

/** A row that was accepted. */
export type CleanSale = z.output<ReturnType<typeof rowSchema>>;

function field<T>(read: (raw: unknown) => T | Refusal) {
  return z
    .unknown()
    .optional()
    .transform((raw, context) => {
      const value = read(raw);
      if (!(value instanceof Refusal)) return value;
      context.addIssue(value.why);
      return z.NEVER;
    });
}

function trim(text: string): string {
  return text.replace(/^[\t-\r \u00a0]+|[\t-\r \u00a0]+$/g, '');
}

/** Gives text, null for none, or a refusal for anything else. */
function textOf(raw: unknown, mostBytes: number): string | null | Refusal {
  if (raw === undefined || raw === null) return null;
  if (typeof raw !== 'string') return invalid;
  const text = trim(raw).toWellFormed();
  if (text === '') return null;
  return text.length * 3 > mostBytes && Buffer.byteLength(text) > mostBytes ? outOfRange : text;
}

function readText(raw: unknown) {
  return textOf(raw, 1024);
}

function readId(raw: unknown, isUpperCased: boolean): string | Refusal {
  const written = typeof raw === 'number' ? String(raw) : raw instanceof WrittenNumber ? raw.text : undefined;
  if (written !== undefined) {
    const whole = parseScaled(written, 0);
    return whole?.isExact === true ? String(whole.value) : invalid;
  }
  const text = textOf(raw, 128);
  if (text === null) return missing;
  if (text instanceof Refusal || !isUpperCased) return text;
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

function enumReader(options: {
  readonly values: readonly string[];
  readonly aliases: Readonly<Record<string, readonly string[]>>;
}) {
  const known = new Map(options.values.map((value) => [asciiLowerCase(value), value]));
  for (const [value, names] of Object.entries(options.aliases))
    for (const name of names) known.set(name, value);
  const exact = new Set(options.values);
  return (raw: unknown): string | null | Refusal => {
    if (typeof raw === 'string' && exact.has(raw)) return raw;
    const text = textOf(raw, 256);
    return typeof text === 'string' ? (known.get(asciiLowerCase(text)) ?? text) : text;
  };
}

function asciiLowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

const yearFirst =
  /^(\d{4})(?:-(\d\d)-(\d\d)(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?)?|\/(\d\d)\/(\d\d))$/;
const monthFirst = /^(\d\d)\/(\d\d)\/(\d{4})$/;
const firstDay = Date.UTC(2000, 0, 1) / 86_400_000;

/** Dates repeat, so that most are looked up rather than read. */
function dateReader(lastDay: number): (raw: unknown) => number | Refusal {
  const known = new Map<unknown, number | Refusal>();
  return (raw) => {
    let day = known.get(raw);
    if (day === undefined) {
      day = readDate(raw, lastDay);
      if (known.size < 10_000) known.set(raw, day);
    }
    return day;
  };
}

function readDate(raw: unknown, lastDay: number): number | Refusal {
  const text = textOf(raw, 1024);
  if (text === null) return missing;
  if (text instanceof Refusal) return invalid;
  const iso = yearFirst.exec(text);
  const american = iso === null ? monthFirst.exec(text) : null;
  const day = iso
    ? dayOf(iso[1]!, iso[2] ?? iso[4]!, iso[3] ?? iso[5]!)
    : american && dayOf(american[3]!, american[1]!, american[2]!);
  if (day === null || Number.isNaN(day)) return invalid;
  return day < firstDay || day > lastDay ? outOfRange : day;
}

/** Gives the days since 1970; NaN for a day of no calendar, which Date would carry over into the next month. */
function dayOf(year: string, month: string, day: string): number {
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return date.getUTCDate() === Number(day) ? date.getTime() / 86_400_000 : Number.NaN;
}

function numberText(raw: unknown): string | Refusal {
  if (typeof raw === 'number') return String(raw);
  if (raw instanceof WrittenNumber) return raw.text;
  const text = textOf(raw, Infinity);
  return text === null ? missing : text;
}

function readQuantity(raw: unknown): number | Refusal {
  if (typeof raw === 'number' && Number.isInteger(raw) && raw >= 1 && raw <= 1_000_000) return raw;
  const text = numberText(raw);
  if (text instanceof Refusal) return text;
  const scaled = parseScaled(text, 0);
  if (scaled === undefined || !scaled.isExact) return invalid;
  if (scaled.value <= 0n) return notPositive;
  return scaled.value > 1_000_000n ? outOfRange : Number(scaled.value);
}

function readPrice(raw: unknown): bigint | Refusal {
  if (typeof raw === 'number' && raw >= 0.01 && raw < 1e7) {
    const cents = Math.round(raw * 100);
    if (cents / 100 === raw) return BigInt(cents);
  }
  const text = numberText(raw);
  if (text instanceof Refusal) return text;
  const cents = parseAmount(text);
  if (cents === undefined) return invalid;
  if (cents <= 0n) return notPositive;
  return cents > 9_999_999_999n ? outOfRange : cents;
}
