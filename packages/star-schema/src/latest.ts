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

/** The latest known value of one attribute for each member, held as numbers. */
export interface Latest {
  /** Takes a value, text `index` of `values`, with what may make it the latest: the event's day, then the row's place. */
  // oxlint-disable-next-line max-params -- It is called for every member of every table: an object each would cost more than the rest.
  readonly offer: (
    member: number,
    day: number,
    source: number,
    offset: number,
    values: TextValues,
    index: number,
  ) => void;
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
    const larger = {
      value: new Int32Array(size).fill(unknown),
      days: new Int32Array(size),
      source: new Int32Array(size),
      offsets: new Float64Array(size),
    };
    larger.value.set(value);
    larger.days.set(days);
    larger.source.set(source);
    larger.offsets.set(offsets);
    ({ value, days, source, offsets } = larger);
  };

  const comparePlace = (member: number, itsSource: number, itsOffset: number): number =>
    itsSource === source[member]
      ? itsOffset - offsets[member]!
      : compareStamps(
          sources.lineage(itsSource, itsOffset),
          sources.lineage(source[member]!, offsets[member]!),
        );

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
    // oxlint-disable-next-line max-params -- As its declaration says.
    offer(member, day, itsSource, offset, values, index) {
      if (member >= value.length) grow(member + 1);
      const known = value[member]!;
      if (known !== unknown && day <= days[member]!) {
        if (day < days[member]!) return;
        const order = comparePlace(member, itsSource, offset);
        if (order < 0 || (order === 0 && compareTexts(values, index, texts.texts(), known) >= 0)) return;
      }
      value[member] = texts.numberOf(values, index);
      days[member] = day;
      source[member] = itsSource;
      offsets[member] = offset;
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
