// Follows a plan over lines: a literal, then a value, in the order of the line.

import { readDate } from './dates';
import { zeroed, zeroedStruct } from './memory';
import { forgetEscapes } from './escapes';
import { deriveProduct, readGiven, readInteger, readMoney, skipExtra } from './numbers';
import { batchRows, NumberSink, Product, TextSink } from './sinks';
import { lookUp, putNull, readText } from './texts';

/** The kinds of a step, as JavaScript numbers them. */
export const text: u32 = 0;
const date: u32 = 1;
const integer: u32 = 2;
const money: u32 = 3;
export const given: u32 = 4;
const extra: u32 = 5;
/** Behind the last value: nothing but a literal. */
const tail: u32 = 6;

@unmanaged
export class Step {
  kind: u32 = 0;
  /** Its blocks of 16 bytes, each followed by a mask of the bytes that count. */
  blocks: usize = 0;
  blockCount: u32 = 0;
  literalBytes: u32 = 0;
  sink: usize = 0;
}

@unmanaged
export class Plan {
  steps: usize = 0;
  stepCount: u32 = 0;
  products: usize = 0;
  productCount: u32 = 0;
  /** Text, then number sinks of optional fields that the lines do not have. */
  absentTexts: usize = 0;
  absentTextCount: u32 = 0;
  absentNumbers: usize = 0;
  absentNumberCount: u32 = 0;
  /** Sinks whose sums are kept. */
  sums: usize = 0;
  sumCount: u32 = 0;
  /** How many rows the next batch may have: fewer while many texts need the reference path. */
  batchLimit: u32 = 0;
}

/** Makes a plan with room for its lists of pointers. */
export function createPlan(steps: u32, products: u32, absentTexts: u32, absentNumbers: u32, sums: u32): Plan {
  const plan = zeroedStruct<Plan>();
  plan.steps = zeroed((steps as usize) * offsetof<Step>());
  plan.stepCount = steps;
  plan.products = zeroed((products as usize) << 2);
  plan.productCount = products;
  plan.absentTexts = zeroed((absentTexts as usize) << 2);
  plan.absentTextCount = absentTexts;
  plan.absentNumbers = zeroed((absentNumbers as usize) << 2);
  plan.absentNumberCount = absentNumbers;
  plan.sums = zeroed((sums as usize) << 2);
  plan.sumCount = sums;
  plan.batchLimit = batchRows;
  return plan;
}

/** Gives a plan's memory back. */
export function releasePlan(plan: Plan): void {
  for (let index: u32 = 0; index < plan.stepCount; index++) {
    heap.free(changetype<Step>(plan.steps + (index as usize) * offsetof<Step>()).blocks);
  }
  heap.free(plan.steps);
  heap.free(plan.products);
  heap.free(plan.absentTexts);
  heap.free(plan.absentNumbers);
  heap.free(plan.sums);
  heap.free(changetype<usize>(plan));
}

/** Sets an entry of a list: of products, absent texts, absent numbers or sums, in this order. */
export function setList(plan: Plan, list: u32, index: u32, sink: usize): void {
  const places = list == 0 ? plan.products : list == 1 ? plan.absentTexts : list == 2 ? plan.absentNumbers : plan.sums;
  store<usize>(places + ((index as usize) << 2), sink);
}

/** Sets a step; `literal` is copied. */
export function setStep(plan: Plan, index: u32, kind: u32, literal: usize, literalBytes: u32, sink: usize): void {
  const step = changetype<Step>(plan.steps + (index as usize) * offsetof<Step>());
  const blockCount = (literalBytes + 15) / 16;
  step.kind = kind;
  step.sink = sink;
  step.literalBytes = literalBytes;
  step.blockCount = blockCount;
  step.blocks = zeroed((blockCount as usize) * 32);
  for (let at: u32 = 0; at < literalBytes; at++) {
    const place = step.blocks + ((at >> 4) as usize) * 32 + ((at & 15) as usize);
    store<u8>(place, load<u8>(literal + (at as usize)));
    store<u8>(place, 0xff, 16);
  }
}

// @ts-ignore: decorator
@inline
export function isLiteral(step: Step, at: usize): bool {
  for (let block = step.blocks, last = block + (step.blockCount as usize) * 32; block < last; block += 32, at += 16) {
    if (v128.any_true(v128.and(v128.xor(v128.load(at), v128.load(block)), v128.load(block, 16)))) return false;
  }
  return true;
}

/** Reads the value of a step, the `batched`th of its batch; gives the byte behind it, or 0 when the reference must decide. */
// @ts-ignore: decorator
@inline
export function readValue(step: Step, at: usize, end: usize, row: u32, batched: u32): usize {
  switch (step.kind) {
    case text:
      return readText(changetype<TextSink>(step.sink), at, end, row, batched);
    case date:
      return readDate(changetype<NumberSink>(step.sink), at, end, row);
    case integer:
      return readInteger(changetype<NumberSink>(step.sink), at, row);
    case money:
      return readMoney(changetype<NumberSink>(step.sink), at, row);
    case given:
      return readGiven(changetype<Product>(step.sink), at);
    case extra:
      return skipExtra(at, end);
    default:
      return at;
  }
}

/** The byte behind a line's end at `at`, or 0 when there is none. */
// @ts-ignore: decorator
@inline
export function tailEnd(at: usize): usize {
  const lineFeed = load<u8>(at) == 0x0d ? at + 1 : at;
  return load<u8>(lineFeed) == 0x0a ? lineFeed + 1 : 0;
}

// @ts-ignore: decorator
@inline
function readLine(plan: Plan, start: usize, end: usize, row: u32, batched: u32): usize {
  let at = start;
  for (let index: u32 = 0; index < plan.productCount; index++) productOf(plan, index).given = -1;
  for (
    let step = changetype<Step>(plan.steps), last = plan.steps + (plan.stepCount as usize) * offsetof<Step>();
    changetype<usize>(step) < last;
    step = changetype<Step>(changetype<usize>(step) + offsetof<Step>())
  ) {
    if (!isLiteral(step, at)) return 0;
    at += step.literalBytes as usize;
    at = readValue(step, at, end, row, batched);
    if (at == 0) return 0;
  }
  const behind = tailEnd(at);
  if (behind == 0) return 0;
  for (let index: u32 = 0; index < plan.productCount; index++) if (!deriveProduct(productOf(plan, index), row)) return 0;
  for (let index: u32 = 0; index < plan.absentTextCount; index++) {
    putNull(changetype<TextSink>(load<usize>(plan.absentTexts + ((index as usize) << 2))), row);
  }
  for (let index: u32 = 0; index < plan.absentNumberCount; index++) {
    const sink = changetype<NumberSink>(load<usize>(plan.absentNumbers + ((index as usize) << 2)));
    store<u8>(sink.present + (row as usize), 0);
  }
  return behind;
}

// @ts-ignore: decorator
@inline
function productOf(plan: Plan, index: u32): Product {
  return changetype<Product>(load<usize>(plan.products + ((index as usize) << 2)));
}

/** The row behind the last one that a scan filled. */
export let scannedTo: u32 = 0;

/**
 * Reads lines from `start` on, a row a line from `firstRow`, and gives the first byte it did not take: of a line that it is
 * not certain of, or behind the last row there is room for, or `end`, which is behind a newline. `base` added to a line's
 * address is its place in the object's text, kept in `offsets`.
 */
export function scan(plan: Plan, start: usize, end: usize, firstRow: u32, capacity: u32, offsets: usize, base: i64): usize {
  let at = start;
  let row = firstRow;
  while (at < end && row < capacity) {
    const limit = min(plan.batchLimit, capacity - row);
    forgetEscapes();
    let count: u32 = 0;
    let next = at;
    while (count < limit && next < end) {
      const behind = readLine(plan, next, end, row + count, count);
      if (behind == 0) break;
      store<i64>(offsets + (((row + count) as usize) << 3), base + (next as i64));
      count++;
      next = behind;
    }
    let clean = count;
    for (
      let step = changetype<Step>(plan.steps), last = plan.steps + (plan.stepCount as usize) * offsetof<Step>();
      changetype<usize>(step) < last;
      step = changetype<Step>(changetype<usize>(step) + offsetof<Step>())
    ) {
      if (step.kind != text) continue;
      const sink = changetype<TextSink>(step.sink);
      if (sink.isHeap == 0) clean = lookUp(sink, row, clean);
    }
    row += clean;
    if (clean < count) {
      // What was read behind it is read again: the reference path's row comes between.
      at = (load<i64>(offsets + ((row as usize) << 3)) - base) as usize;
      plan.batchLimit = max<u32>(4, clean * 2);
      break;
    }
    plan.batchLimit = min(plan.batchLimit * 2, batchRows);
    at = next;
    if (count < limit) break;
  }
  for (let index: u32 = 0; index < plan.sumCount; index++) {
    const sink = changetype<NumberSink>(load<usize>(plan.sums + ((index as usize) << 2)));
    let sum: i64 = 0;
    for (let each = firstRow; each < row; each++) {
      const value = load<i64>(sink.values + ((each as usize) << 3));
      sum += load<u8>(sink.present + (each as usize)) != 0 ? value : 0;
    }
    sink.sum += sum;
  }
  scannedTo = row;
  return at;
}
