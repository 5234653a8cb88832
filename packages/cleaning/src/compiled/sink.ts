import { type Column, type TextValues, textValues } from '@sales/parquet';
import type { ColumnDefinition, Field } from '@sales/schema';
import type { CleanValue, Rule } from '../rules/rule.ts';
import { hashBytes } from './internHash.ts';
import {
  addEntry,
  createInternTable,
  findEntry,
  type InternTable,
  maxInternedBytes,
  resetTable,
} from './internTable.ts';
import type { CompiledLimits } from './limits.ts';
import { isCleanText } from './verdict.ts';

/** What a rule said of an interned text: nothing yet, keep it as it is, or anything else. */
const verdict = { unknown: 0, clean: 1, other: 2 } as const;

/** Collects text: as numbers of a dictionary while values repeat, as bytes when they do not. */
export interface TextSink {
  readonly kind: 'text';
  readonly rule: Rule;
  readonly field: Extract<Field, { readonly maxBytes: number }>;
  readonly table: InternTable;
  /** What the rule said of each entry, when it stands in a row as it is. */
  verdicts: Uint8Array;
  /** Whether rows are kept as bytes. */
  isHeap: boolean;
  /** The entry of each row, -1 for null. */
  readonly codes: Int32Array;
  /** The bytes of each row: row i's end at `ends[i + 1]`. */
  heap: Uint8Array;
  readonly ends: Uint32Array;
  readonly present: Uint8Array;
}

/** Collects day numbers or integers. */
export interface Int32Sink {
  readonly kind: 'int32';
  readonly rule: Rule;
  readonly field: Extract<Field, { readonly kind: 'date' | 'integer' }>;
  values: Int32Array<ArrayBuffer>;
  present: Uint8Array;
}

/** Collects cents, as a 64-bit integer in two halves: `halves[2 * row]` is the low one. */
export interface CentsSink {
  readonly kind: 'cents';
  readonly rule: Rule;
  readonly field: Extract<Field, { readonly kind: 'money' | 'product' }>;
  halves: Int32Array<ArrayBuffer>;
  present: Uint8Array;
}

export type Sink = TextSink | Int32Sink | CentsSink;

/** Makes the sink of a field for at most `capacity` rows at a time. */
export function createSink(field: Field, rule: Rule, capacity: number, limits: CompiledLimits): Sink {
  const present = new Uint8Array(capacity);
  switch (field.kind) {
    case 'date':
    case 'integer':
      return { kind: 'int32', rule, field, values: new Int32Array(capacity), present };
    case 'money':
    case 'product':
      return { kind: 'cents', rule, field, halves: new Int32Array(capacity * 2), present };
    default:
      return {
        kind: 'text',
        rule,
        field,
        table: createInternTable(limits),
        verdicts: new Uint8Array(limits.firstEntries),
        isHeap: false,
        codes: new Int32Array(capacity),
        heap: new Uint8Array(limits.firstBytes),
        ends: new Uint32Array(capacity + 1),
        present,
      };
  }
}

/** Puts a clean value into a row, as the reference path found it. */
export function putValue(sink: Sink, row: number, value: CleanValue): void {
  if (sink.kind === 'text') return putText(sink, row, value as string | null);
  sink.present[row] = value === null ? 0 : 1;
  if (sink.kind === 'int32') {
    sink.values[row] = (value as number | null) ?? 0;
    return;
  }
  const cents = (value as bigint | null) ?? 0n;
  sink.halves[2 * row] = Number(BigInt.asIntN(32, cents));
  sink.halves[2 * row + 1] = Number(BigInt.asIntN(32, cents >> 32n));
}

function putText(sink: TextSink, row: number, value: string | null): void {
  if (value === null) return putNullText(sink, row);
  const bytes = Buffer.from(value);
  if (sink.isHeap) return putBytes(sink, row, bytes, 0, bytes.length);
  sink.codes[row] = intern(sink, bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length));
}

/** Puts a null into a row. */
export function putNullText(sink: TextSink, row: number): void {
  if (sink.isHeap) putBytes(sink, row, sink.heap, 0, 0);
  sink.codes[row] = -1;
  sink.present[row] = 0;
}

/** Puts bytes into a row that keeps bytes. */
function putBytes(sink: TextSink, row: number, bytes: Uint8Array, start: number, end: number): void {
  const at = sink.ends[row]!;
  const room = at + (end - start);
  if (room > sink.heap.length) growHeap(sink, room);
  if (end > start) sink.heap.set(bytes.subarray(start, end), at);
  sink.ends[row + 1] = room;
  sink.present[row] = 1;
}

/** Makes the heap at least this large. */
export function growHeap(sink: TextSink, bytes: number): void {
  const heap = new Uint8Array(Math.max(bytes, sink.heap.length * 2));
  heap.set(sink.heap);
  sink.heap = heap;
}

/** Gives the number of some bytes, which become an entry if need be. */
function intern(sink: TextSink, bytes: Uint8Array, start: number, end: number, hash: number): number {
  const { table } = sink;
  const found = findEntry(table, bytes, start, end, hash);
  if (found >= 0) return found;
  const entry = addEntry(table, bytes, start, end, hash);
  if (entry >= sink.verdicts.length) {
    const verdicts = new Uint8Array(sink.verdicts.length * 2);
    verdicts.set(sink.verdicts);
    sink.verdicts = verdicts;
  }
  return entry;
}

/** Gives the number of a text that the rule keeps as it stands, or -1. */
export function internClean(
  sink: TextSink,
  bytes: Uint8Array,
  start: number,
  end: number,
  hash: number,
): number {
  if (end - start > maxInternedBytes) return -1;
  const entry = intern(sink, bytes, start, end, hash);
  const said = sink.verdicts[entry]!;
  return (said === verdict.unknown ? judge(sink, entry) : said) === verdict.clean ? entry : -1;
}

const backslash = 0x5c;

/** Asks the rule about an entry as it stands; with a backslash it may be an escape. */
function judge(sink: TextSink, entry: number): number {
  const { heap, offsets } = sink.table;
  const start = offsets[entry]!;
  const text = Buffer.from(heap.buffer, heap.byteOffset + start, offsets[entry + 1]! - start);
  const isClean = !text.includes(backslash) && isCleanText(sink.rule, text);
  return (sink.verdicts[entry] = isClean ? verdict.clean : verdict.other);
}

/** Counts the different values in the first `rows` rows. */
export function distinctRows(sink: TextSink, rows: number): number {
  return new Set(sink.codes.subarray(0, rows)).size;
}

/** Keeps rows as bytes from here on, and the first `rows` ones with them. */
export function keepBytes(sink: TextSink, rows: number): void {
  const { heap, offsets } = sink.table;
  sink.isHeap = true;
  for (let row = 0; row < rows; row++) {
    const entry = sink.codes[row]!;
    if (entry < 0) putNullText(sink, row);
    else putBytes(sink, row, heap, offsets[entry]!, offsets[entry + 1]!);
  }
}

/** Makes a sink ready for the next table. A dictionary is kept, as the next rows will use it again, unless it is too large. */
export function restart(sink: Sink, limits: CompiledLimits): void {
  if (sink.kind !== 'text') return;
  sink.isHeap = false;
  if (sink.table.count <= limits.keptEntries) return;
  resetTable(sink.table, limits);
  sink.verdicts.fill(verdict.unknown);
}

/** Gives the first `rows` rows as a column, which shares nothing with the sink. */
export function takeColumn(sink: Sink, { nullable }: ColumnDefinition, rows: number): Column {
  if (sink.kind === 'text') return sink.isHeap ? takeHeap(sink, rows) : takeCodes(sink, rows);
  const validity = nullable ? { validity: sink.present.slice(0, rows) } : {};
  if (sink.kind === 'int32') return { kind: 'int32', values: sink.values.slice(0, rows), ...validity };
  const halves = sink.halves.slice(0, 2 * rows);
  return { kind: 'int64', values: new BigInt64Array(halves.buffer, 0, rows), ...validity };
}

function takeHeap(sink: TextSink, rows: number): Column {
  const offsets = sink.ends.slice(0, rows + 1);
  const values: TextValues = { bytes: sink.heap.slice(0, offsets[rows]), offsets };
  return sink.field.required
    ? { kind: 'text', values }
    : { kind: 'text', values, validity: sink.present.slice(0, rows) };
}

/** A table's dictionary holds the values that its own rows use, in the order they appear in. */
function takeCodes(sink: TextSink, rows: number): Column {
  const { table } = sink;
  const codes = new Int32Array(rows);
  const local = new Int32Array(table.count).fill(-1);
  const entries: number[] = [];
  for (let row = 0; row < rows; row++) {
    const entry = sink.codes[row]!;
    if (entry < 0) {
      codes[row] = -1;
      continue;
    }
    let code = local[entry]!;
    if (code < 0) {
      code = local[entry] = entries.length;
      entries.push(entry);
    }
    codes[row] = code;
  }
  return { kind: 'codes', codes, dictionary: gatherEntries(table, entries) };
}

function gatherEntries({ heap, offsets }: InternTable, entries: readonly number[]): TextValues {
  if (entries.length === 0) return textValues([]);
  const taken = new Uint32Array(entries.length + 1);
  entries.forEach((entry, index) => {
    taken[index + 1] = taken[index]! + offsets[entry + 1]! - offsets[entry]!;
  });
  const bytes = new Uint8Array(taken[entries.length]!);
  entries.forEach((entry, index) =>
    bytes.set(heap.subarray(offsets[entry], offsets[entry + 1]), taken[index]),
  );
  return { bytes, offsets: taken };
}
