import type { TextValues } from '@sales/parquet';
import { renderDay } from '@sales/schema';
import { compareStamps, renderLineage, type Lineage } from './sourceOrder.ts';
import type { TextHeap } from './textHeap.ts';
import { compareTexts, createTextIndex } from './textIndex.ts';

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

/** A value with what makes it the latest: the event's day, then the row's place in source order. */
export interface Offer {
  readonly day: number;
  readonly source: number;
  readonly offset: number;
  readonly values: TextValues;
  readonly index: number;
}

/** The latest known value of one attribute for each member, held as numbers. */
export interface Latest {
  readonly offer: (member: number, offer: Offer) => void;
  /** Adds a member's value and its stamp, or two nulls. */
  readonly addTo: (member: number, values: TextHeap, stamps: TextHeap) => void;
}

const unknown = -1;
/** An offset in a stamp has as many digits, so that stamps sort as text. */
const offsetDigits = 16;

/** Starts with nothing known of any member. */
export function createLatest(sources: Sources): Latest {
  const texts = createTextIndex();
  let value = new Int32Array(1024).fill(unknown);
  let days = new Int32Array(1024);
  let source = new Int32Array(1024);
  let offsets = new Float64Array(1024);
  const renderedDays = new Map<number, Uint8Array>();
  const renderedSources: Uint8Array[] = [];

  const grow = (room: number): void => {
    const size = Math.max(room, value.length * 2);
    const larger = new Int32Array(size).fill(unknown);
    larger.set(value);
    value = larger;
    days = Int32Array.from({ length: size }, (_, member) => days[member] ?? 0);
    source = Int32Array.from({ length: size }, (_, member) => source[member] ?? 0);
    offsets = Float64Array.from({ length: size }, (_, member) => offsets[member] ?? 0);
  };

  const isLater = (member: number, offer: Offer): boolean => {
    if (value[member] === unknown) return true;
    if (offer.day !== days[member]) return offer.day > days[member]!;
    const order =
      offer.source === source[member]
        ? offer.offset - offsets[member]!
        : compareStamps(
            sources.lineage(offer.source, offer.offset),
            sources.lineage(source[member]!, offsets[member]!),
          );
    return order !== 0 ? order > 0 : compareTexts(offer.values, offer.index, texts.texts(), value[member]!) < 0;
  };

  const dayBytes = (day: number): Uint8Array => {
    let bytes = renderedDays.get(day);
    if (bytes === undefined) renderedDays.set(day, (bytes = Buffer.from(`${renderDay(day)}\t`)));
    return bytes;
  };
  /** All of a stamp between its day and the digits of its offset. */
  const sourceBytes = (number: number): Uint8Array =>
    (renderedSources[number] ??= Buffer.from(renderLineage(sources.lineage(number, 0)).slice(0, -offsetDigits)));

  return {
    offer(member, offer) {
      if (member >= value.length) grow(member + 1);
      if (!isLater(member, offer)) return;
      value[member] = texts.numberOf(offer.values, offer.index);
      days[member] = offer.day;
      source[member] = offer.source;
      offsets[member] = offer.offset;
    },
    addTo(member, values, stamps) {
      const text = value[member] ?? unknown;
      if (text === unknown) {
        values.addNull();
        return stamps.addNull();
      }
      values.addFrom(texts.texts(), text);
      const day = dayBytes(days[member]!);
      const origin = sourceBytes(source[member]!);
      stamps.addWritten(day.length + origin.length + offsetDigits, (target, at) => {
        target.set(day, at);
        target.set(origin, at + day.length);
        const end = at + day.length + origin.length + offsetDigits;
        let rest = offsets[member]!;
        for (let place = end - 1; place >= end - offsetDigits; place--) {
          target[place] = 0x30 + (rest % 10);
          rest = Math.floor(rest / 10);
        }
        return end;
      });
    },
  };
}
