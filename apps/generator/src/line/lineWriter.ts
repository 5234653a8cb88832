import type { Sale } from '../market/sale.ts';
import { type Fragments, packFragments, type Target, writeFragment } from './bytes.ts';
import { fieldNames, numberFields } from './fields.ts';
import type { FieldWriter } from './fieldWriter.ts';
import type { Layout } from './layout.ts';

/** Writes one sale into a buffer at a position, and returns the position after it. */
export type SaleWriter = (sale: Sale, target: Target, at: number) => number;

/** Gives the writer of a file's clean lines. */
export function lineWriter(layout: Layout, writeField: FieldWriter): SaleWriter {
  const between = lineSkeleton(layout);
  const order = Uint8Array.from(layout.order, (name) => fieldNames.indexOf(name));
  const fieldCount = order.length;
  return (sale, target, start) => {
    let at = start;
    for (let position = 0; position < fieldCount; position++) {
      at = writeFragment(target, at, between, position);
      at = writeField(order[position]!, sale, target, at);
    }
    return writeFragment(target, at, between, fieldCount);
  };
}

/** The text around the values: with its quotes, so that every value is written bare. */
function lineSkeleton({ order, keys, comma, colon }: Layout): Fragments {
  const quote = (position: number): string => {
    const name = order[position];
    return name === undefined || numberFields.has(name) ? '' : '"';
  };
  return packFragments([
    ...order.map((name, i) => `${i === 0 ? '{' : quote(i - 1) + comma}${keys[name]}${colon}${quote(i)}`),
    `${quote(order.length - 1)}}`,
  ]);
}
