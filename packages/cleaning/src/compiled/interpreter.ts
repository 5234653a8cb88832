import type { Product, ScanPlan, Step } from './plan.ts';
import {
  dateReader,
  deriveProduct,
  extraReader,
  givenReader,
  integerReader,
  moneyReader,
  type Reader,
  textReader,
} from './readers.ts';
import type { Scanner, ScanState } from './scanner.ts';
import { type CentsSink, type Int32Sink, putValue, type Sink, type TextSink } from './sink.ts';

/** Makes a scanner that follows the plan step by step. It runs where there is no WebAssembly. */
export function interpretPlan(plan: ScanPlan<Sink>, products: readonly Product[]): Scanner {
  const readers = plan.steps.map((step) => readerOf(step, products));
  const literals = plan.steps.map(({ literal }) => literal);

  const readRow = (bytes: Uint8Array, start: number, row: number): number => {
    let at = start;
    for (const product of products) product.given = -1;
    for (let step = 0; step < readers.length; step++) {
      at = skipLiteral(bytes, at, literals[step]!);
      if (at < 0) return -1;
      at = readers[step]!(bytes, at, row);
      if (at < 0) return -1;
    }
    at = skipLiteral(bytes, at, plan.tail);
    if (at < 0) return -1;
    if (bytes[at] === 0x0d) at++;
    if (bytes[at] !== 0x0a) return -1;
    for (const product of products) if (!deriveProduct(product, row)) return -1;
    for (const sink of plan.absent) putValue(sink, row, null);
    return at + 1;
  };

  return (state: ScanState, bytes: Uint8Array, start: number, end: number): number => {
    let at = start;
    while (at < end && state.row < state.capacity) {
      const next = readRow(bytes, at, state.row);
      if (next < 0) break;
      state.offsets[state.row++] = BigInt(state.base + at);
      at = next;
    }
    return at;
  };
}

/** Chooses what reads the value of a step. */
function readerOf(step: Step<Sink>, products: readonly Product[]): Reader {
  switch (step.kind) {
    case 'text':
      return textReader(step.sink as TextSink);
    case 'date':
      return dateReader(step.sink as Int32Sink);
    case 'integer':
      return integerReader(step.sink as Int32Sink);
    case 'money':
      return moneyReader(step.sink as CentsSink);
    case 'product':
      return givenReader(products.find(({ sink }) => sink === step.sink)!);
    case 'extra':
      return extraReader;
  }
}

function skipLiteral(bytes: Uint8Array, at: number, literal: Uint8Array): number {
  for (let index = 0; index < literal.length; index++) if (bytes[at + index] !== literal[index]) return -1;
  return at + literal.length;
}
