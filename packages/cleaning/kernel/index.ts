// The kernel's surface: what JavaScript calls.

import { openDays } from './dates';
import { closeTable, lengthOf, openTable, recordOf, textOf } from './intern';
import { zeroed, zeroedStruct } from './memory';
import { batchRows, NumberSink, Product, TextSink } from './sinks';
import { keepAsBytes, putNull, putText } from './texts';

export { createPlan, releasePlan, scan, scannedTo, setList, setStep } from './scan';
export { doubtsAt, inspect } from './inspect';
export { gatherTexts, numberEntries, usedBytes, usedCount } from './take';
export { keepAsBytes, putNull, putText };

export function allocate(bytes: u32): usize {
  return heap.alloc(bytes);
}

export function release(at: usize): void {
  heap.free(at);
}

export function createTextSink(
  id: u32,
  isRequired: u32,
  isFolded: u32,
  isEnum: u32,
  maxBytes: u32,
  rows: u32,
  firstEntries: u32,
  firstBytes: u32,
): TextSink {
  const sink = zeroedStruct<TextSink>();
  sink.id = id;
  sink.isRequired = isRequired;
  sink.isFolded = isFolded;
  sink.isEnum = isEnum;
  sink.maxBytes = maxBytes;
  sink.spans = heap.alloc((batchRows as usize) << 3);
  sink.codes = heap.alloc((rows as usize) << 2);
  sink.ends = zeroed(((rows as usize) + 1) << 2);
  sink.present = heap.alloc(rows as usize);
  sink.bytesCapacity = firstBytes;
  sink.bytes = heap.alloc((firstBytes as usize) + 16);
  openTable(sink, firstEntries, firstBytes);
  return sink;
}

/** Makes a sink ready for the next table; with `firstEntries` its dictionary is emptied too. */
export function restart(sink: TextSink, firstEntries: u32, firstBytes: u32): void {
  sink.isHeap = 0;
  if (firstEntries == 0) return;
  closeTable(sink);
  openTable(sink, firstEntries, firstBytes);
}

export function createNumberSink(id: u32, isRequired: u32, isDate: u32, wordBytes: u32, min: i64, max: i64, rows: u32): NumberSink {
  const sink = zeroedStruct<NumberSink>();
  sink.id = id;
  sink.isRequired = isRequired;
  sink.min = min;
  sink.max = max;
  sink.values = zeroed((rows as usize) * (wordBytes as usize));
  sink.present = zeroed(rows as usize);
  if (isDate != 0) openDays(sink);
  return sink;
}

export function createProduct(sink: NumberSink, quantity: NumberSink, price: NumberSink, toleranceCents: i64): Product {
  const product = zeroedStruct<Product>();
  product.sink = sink;
  product.quantity = quantity;
  product.price = price;
  product.toleranceCents = toleranceCents;
  return product;
}

/** Takes the sum of what was scanned since it was last taken. */
export function takeSum(sink: NumberSink): i64 {
  const sum = sink.sum;
  sink.sum = 0;
  return sum;
}

export function entryCount(sink: TextSink): u32 {
  return sink.count;
}

export function entryAt(sink: TextSink, entry: u32): usize {
  return textOf(sink, recordOf(sink, entry));
}

export function entryBytes(sink: TextSink, entry: u32): u32 {
  return lengthOf(recordOf(sink, entry));
}

export function codesAt(sink: TextSink): usize {
  return sink.codes;
}

export function bytesAt(sink: TextSink): usize {
  return sink.bytes;
}

export function endsAt(sink: TextSink): usize {
  return sink.ends;
}

export function isHeap(sink: TextSink): u32 {
  return sink.isHeap;
}

export function textPresentAt(sink: TextSink): usize {
  return sink.present;
}

export function valuesAt(sink: NumberSink): usize {
  return sink.values;
}

export function presentAt(sink: NumberSink): usize {
  return sink.present;
}
