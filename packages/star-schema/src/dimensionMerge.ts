import type { Column, Table } from '@sales/parquet';
import { type Place, type Scratch, withScratch } from '@sales/parquet/kernel';
import { type Dimension, dimensionDeltaColumns, type Star } from '@sales/schema';
import { kernel } from './kernel/kernel.ts';
import { collectColumn, type PlainTextColumn } from './textColumn.ts';

/**
 * Merges parts of a dimension, each with the columns `dimensionDeltaColumns` and sorted by its key: of each attribute the
 * greatest stamp wins, of equal stamps the smaller text. The order of the parts does not matter.
 */
export function mergeDimension(star: Star, dimension: Dimension, parts: readonly Table[]): Table {
  const schema = dimensionDeltaColumns(star, dimension);
  const nothing: Column = { kind: 'text', values: { bytes: new Uint8Array(), offsets: new Uint32Array(1) } };
  const none: Table = { schema, rowCount: 0, columns: schema.map(() => nothing) };
  return parts.length === 0 ? none : parts.reduce(mergeTwo);
}

/** A text column in the kernel's memory; 0 as the place of its validity says that every row has a value. */
interface PlacedColumn {
  readonly bytes: Place;
  readonly offsets: Place;
  readonly validity: Place;
}

/** A column of each part, and for each merged row the rows that it may be of, plus one, 0 for none. */
interface Pair {
  readonly one: PlacedColumn;
  readonly other: PlacedColumn;
}

function mergeTwo(one: Table, other: Table): Table {
  return withScratch(kernel(), (scratch) => {
    const { schema } = one;
    const pairs = schema.map(
      (_, index): Pair => ({
        one: place(scratch, one.columns[index]!),
        other: place(scratch, other.columns[index]!),
      }),
    );
    const most = one.rowCount + other.rowCount;
    const [rows, otherRows] = [scratch.room(most * 4), scratch.room(most * 4)];
    const [keys] = pairs as [Pair];
    const count = kernel().mergeKeys(
      keys.one.bytes,
      keys.one.offsets,
      one.rowCount,
      keys.other.bytes,
      keys.other.offsets,
      other.rowCount,
      rows,
      otherRows,
    );
    const columns = [gather(scratch, keys, { rows, otherRows, count })];
    for (let index = 1; index < schema.length; index += 2) {
      const [values, stamps] = [pairs[index]!, pairs[index + 1]!];
      const latest = {
        rows: scratch.put(scratch.copyWords(rows, count)),
        otherRows: scratch.put(scratch.copyWords(otherRows, count)),
        count,
      };
      choose(latest, values, stamps);
      columns.push(gather(scratch, values, latest), gather(scratch, stamps, latest));
    }
    return { schema, rowCount: count, columns };
  });
}

/** Rows of each part. */
interface Rows {
  readonly rows: Place;
  readonly otherRows: Place;
  readonly count: number;
}

function choose({ rows, otherRows, count }: Rows, values: Pair, stamps: Pair): void {
  kernel().chooseLatest(
    rows,
    otherRows,
    count,
    values.one.bytes,
    values.one.offsets,
    values.one.validity,
    stamps.one.bytes,
    stamps.one.offsets,
    values.other.bytes,
    values.other.offsets,
    values.other.validity,
    stamps.other.bytes,
    stamps.other.offsets,
  );
}

function gather(scratch: Scratch, { one, other }: Pair, { rows, otherRows, count }: Rows): PlainTextColumn {
  const sizeBytes = kernel().pairBytes(one.offsets, rows, other.offsets, otherRows, count);
  return collectColumn(scratch, { count, sizeBytes }, (bytes, offsets, validity) =>
    kernel().gatherPairs(
      one.bytes,
      one.offsets,
      rows,
      other.bytes,
      other.offsets,
      otherRows,
      count,
      bytes,
      offsets,
      validity,
    ),
  );
}

function place(scratch: Scratch, column: Column): PlacedColumn {
  if (column.kind !== 'text') throw new Error(`A part of a dimension holds plain text, not ${column.kind}.`);
  const { values, validity } = column;
  return {
    bytes: scratch.put(values.bytes),
    offsets: scratch.put(values.offsets),
    validity: validity === undefined ? 0 : scratch.put(validity),
  };
}
