// Where a scan puts a field's values, a row each. JavaScript makes the sinks and reads their arrays.

import { InternTable } from './intern';

@unmanaged
export class TextSink extends InternTable {
  /** What JavaScript knows the sink by. */
  id: u32 = 0;
  isRequired: u32 = 0;
  isFolded: u32 = 0;
  isEnum: u32 = 0;
  maxBytes: u32 = 0;
  /** Whether rows are kept as bytes, because hardly any text repeats. */
  isHeap: u32 = 0;
  /** Where the text of each row of the batch in hand begins, and its size; see `scan.ts`. */
  spans: usize = 0;
  /** The entry of each row, -1 for null. */
  codes: usize = 0;
  /** The bytes of each row: row i's end at `ends[i + 1]`. */
  bytes: usize = 0;
  bytesCapacity: u32 = 0;
  ends: usize = 0;
  present: usize = 0;
}

/** Dates, integers and cents: `values` are 32 bits wide for the first two, 64 for cents. */
@unmanaged
export class NumberSink {
  id: u32 = 0;
  isRequired: u32 = 0;
  values: usize = 0;
  present: usize = 0;
  min: i64 = 0;
  max: i64 = 0;
  /** The sum in cents of the rows that were scanned. */
  sum: i64 = 0;
  /** The day of each date that was asked for, by year, month and day; see `dates.ts`. */
  days: usize = 0;
}

/** A derived amount and what it is derived from. */
@unmanaged
export class Product {
  sink: NumberSink = changetype<NumberSink>(0);
  quantity: NumberSink = changetype<NumberSink>(0);
  price: NumberSink = changetype<NumberSink>(0);
  toleranceCents: i64 = 0;
  /** The amount that the row in hand gives, in cents; -1 for none. */
  given: i64 = -1;
}

/** How many rows a batch may have. */
export const batchRows: u32 = 256;
