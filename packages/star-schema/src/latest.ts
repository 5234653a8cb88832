import type { DictionaryOrigin, TextValues } from '@sales/parquet';
import { renderDay } from '@sales/schema';
import { compareStamps, renderLineage, type Lineage } from './sourceOrder.ts';
import type { TextHeap } from './textHeap.ts';
import { compareTexts, createTextIndex } from './textIndex.ts';
import { createTextNumbers } from './textNumbers.ts';

/** Numbers the objects that rows come from. A row's place is its object's number and its offset. */
export interface Sources {
  readonly numberOf: (time: bigint, key: string) => number;
  readonly lineage: (source: number, offset: number) => Lineage;
}

/** Starts without an object. */
export function createSources(): Sources {
  const numbers = new Map<string, number>();
  const known: { readonly time: bigint; readonly key: string }[] = [];
  return {
    numberOf(time, key) {
      const name = `${time} ${key}`;
      let number = numbers.get(name);
      if (number === undefined) numbers.set(name, (number = known.push({ time, key }) - 1));
      return number;
    },
    lineage: (source, offset) => ({ ...known[source]!, offset: BigInt(offset) }),
  };
}

/** Where each row of a table comes from: the number of its object, and its offset there. */
export interface Places {
  readonly source: (row: number) => number;
  readonly offset: (row: number) => number;
}

/** Takes text `entry` as a member's value, with what may make it the latest: the event's day, then the row's place. */
export type Offer = (member: number, day: number, row: number, entry: number) => void;

/** The latest known value of one attribute for each member, held as numbers. */
export interface Latest {
  /** Gives what takes the values of a table, whose texts and places these are. */
  readonly offers: (values: TextValues, origin: DictionaryOrigin | undefined, places: Places) => Offer;
  /** Adds a member's value and its stamp, or two nulls. */
  readonly addTo: (member: number, values: TextHeap, stamps: TextHeap) => void;
}

/** What is known of a member: in one place, since members come in no order and each place is a miss of the cache. */
const fields = 4;
/** The number of the value plus one; 0 is unknown. */
const valueAt = 0;
const dayAt = 1;
const sourceAt = 2;
const offsetAt = 3;

/** An offset in a stamp has as many digits, so that stamps sort as text. */
const offsetDigits = 16;

/** Starts with nothing known of any member. */
export function createLatest(sources: Sources): Latest {
  const texts = createTextIndex();
  const textNumbers = createTextNumbers(texts);
  let known = new Float64Array(1024 * fields);
  const renderedDays = new Map<number, Uint8Array>();
  const renderedSources: Uint8Array[] = [];

  const grow = (room: number): void => {
    const larger = new Float64Array(Math.max(room, known.length * 2));
    larger.set(known);
    known = larger;
  };

  /** Whether a value is not the latest, among those of one day. */
  const isBefore = (at: number, source: number, offset: number, values: TextValues, entry: number): boolean => {
    const [itsSource, itsOffset] = [known[at + sourceAt]!, known[at + offsetAt]!];
    const order =
      source === itsSource
        ? offset - itsOffset
        : compareStamps(sources.lineage(source, offset), sources.lineage(itsSource, itsOffset));
    if (order !== 0) return order < 0;
    return compareTexts(values, entry, texts.texts(), known[at + valueAt]! - 1) >= 0;
  };

  const dayBytes = (day: number): Uint8Array => {
    let bytes = renderedDays.get(day);
    if (bytes === undefined) renderedDays.set(day, (bytes = Buffer.from(`${renderDay(day)}\t`)));
    return bytes;
  };
  /** All of a stamp between its day and the digits of its offset. */
  const sourceBytes = (number: number): Uint8Array =>
    (renderedSources[number] ??= Buffer.from(
      renderLineage(sources.lineage(number, 0)).slice(0, -offsetDigits),
    ));

  return {
    offers(values, origin, places) {
      const numberOf = textNumbers(values, origin);
      return (member, day, row, entry) => {
        const at = member * fields;
        if (at >= known.length) grow(at + fields);
        const isKnown = known[at + valueAt] !== 0;
        if (isKnown && day < known[at + dayAt]!) return;
        const source = places.source(row);
        const offset = places.offset(row);
        if (isKnown && day === known[at + dayAt] && isBefore(at, source, offset, values, entry)) return;
        known[at + valueAt] = numberOf(entry) + 1;
        known[at + dayAt] = day;
        known[at + sourceAt] = source;
        known[at + offsetAt] = offset;
      };
    },
    addTo(member, values, stamps) {
      const at = member * fields;
      const value = known[at + valueAt] ?? 0;
      if (value === 0) {
        values.addNull();
        return stamps.addNull();
      }
      values.addFrom(texts.texts(), value - 1);
      const day = dayBytes(known[at + dayAt]!);
      const origin = sourceBytes(known[at + sourceAt]!);
      stamps.addWritten(day.length + origin.length + offsetDigits, (target, from) => {
        target.set(day, from);
        target.set(origin, from + day.length);
        const end = from + day.length + origin.length + offsetDigits;
        let rest = known[at + offsetAt]!;
        for (let place = end - 1; place >= end - offsetDigits; place--) {
          target[place] = 0x30 + (rest % 10);
          rest = Math.floor(rest / 10);
        }
        return end;
      });
    },
  };
}
