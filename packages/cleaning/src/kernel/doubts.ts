import { parseExactJson } from '../json.ts';
import type { RowReading } from '../row.ts';
import { deriveProduct } from '../rules/product.ts';
import { type CleanValue, type Reading, reasonOf, type Rule } from '../rules/rule.ts';
import type { Kernel } from './kernel.ts';
import type { KernelPlan } from './kernelPlan.ts';
import type { KernelSink } from './kernelSinks.ts';

/** What the kernel adds to the number of a step whose amount it read. */
const plainAmount = 0x8000_0000;

/** A line that the kernel has inspected: what it did not doubt is in the row. */
export interface InspectedLine {
  readonly plan: KernelPlan;
  readonly buffer: Buffer;
  /** What added to a place in the buffer gives its place in the kernel's memory. */
  readonly shift: number;
  /** How many values are in doubt. */
  readonly count: number;
  readonly row: number;
}

/**
 * Makes what reads the values in doubt by their rules, and derives amounts: the answer is that of the whole line, with no
 * values but these and the amounts. Undefined when a value is no JSON.
 */
export function doubtReader(
  kernel: Kernel,
  sinks: readonly KernelSink[],
  rules: readonly Rule[],
): (line: InspectedLine) => RowReading | undefined {
  const position = new Map(sinks.map(({ name }, index) => [name, index]));
  const products = sinks.flatMap(({ name, field }, index) =>
    field.kind === 'product'
      ? { name, index, field, quantity: position.get(field.quantity)!, price: position.get(field.price)! }
      : [],
  );

  const numberAt = (index: number, row: number): number | bigint => {
    const { kind, at } = sinks[index]!;
    const view = new DataView(kernel.memory.buffer);
    const values = kernel.valuesAt(at);
    return kind === 'int32'
      ? view.getInt32(values + row * 4, true)
      : view.getBigInt64(values + row * 8, true);
  };
  const isPresent = (index: number, row: number): boolean =>
    new DataView(kernel.memory.buffer).getUint8(kernel.presentAt(sinks[index]!.at) + row) !== 0;

  return ({ plan, buffer, shift, count, row }) => {
    const doubts = new Uint32Array(kernel.memory.buffer, kernel.doubtsAt(), count * 3).slice();
    const rawAt = (at: number): unknown =>
      parsed(buffer.toString('utf8', doubts[at + 1]! - shift, doubts[at + 2]! - shift));
    const raws: unknown[] = [];
    const readings: Reading[] = [];
    const plainAmounts: number[] = [];
    for (let at = 0; at < doubts.length; at += 3) {
      // Read only where the row may be accepted: most rows in doubt are refused.
      if (doubts[at]! >= plainAmount) {
        plainAmounts.push(at);
        continue;
      }
      const raw = rawAt(at);
      if (raw === undefined) return undefined;
      const index = position.get(plan.keys[doubts[at]!]!);
      if (index === undefined) continue;
      if (sinks[index]!.field.kind === 'product') raws[index] = raw;
      else readings[index] = rules[index]!(raw);
    }

    const values: CleanValue[] = [];
    const repairs: string[] = [];
    const reasons: string[] = [];
    const take = (index: number, reading: Reading): void => {
      const { name } = sinks[index]!;
      if ('fault' in reading) {
        reasons.push(reasonOf(name, reading.fault));
        return;
      }
      values[index] = reading.value;
      for (const repair of reading.repairs) repairs.push(`${name}_${repair}`);
    };
    readings.forEach((reading, index) => take(index, reading));
    if (reasons.length > 0) return { reasons };
    for (const at of plainAmounts) raws[position.get(plan.keys[doubts[at]! - plainAmount]!)!] = rawAt(at);
    for (const { index, field, quantity, price } of products) {
      const itsQuantity = (values[quantity] ?? numberAt(quantity, row)) as number;
      const itsPrice = (values[price] ?? numberAt(price, row)) as bigint;
      take(index, deriveProduct(field, raws[index], itsQuantity, itsPrice));
    }
    sinks.forEach(({ field }, index) => {
      if (field.kind !== 'money' || index in values) return;
      values[index] = isPresent(index, row) ? (numberAt(index, row) as bigint) : null;
    });
    return reasons.length > 0 ? { reasons } : { values, repairs };
  };
}

/** Parses a JSON value; undefined when it is none, which makes its whole line none. */
function parsed(json: string): unknown {
  try {
    return parseExactJson(json);
  } catch {
    return undefined;
  }
}
