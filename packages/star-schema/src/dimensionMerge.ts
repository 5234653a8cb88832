import type { Column, Table, TextValues } from '@sales/parquet';
import { type Dimension, dimensionDeltaColumns, type Star } from '@sales/schema';
import { createTextHeap } from './textHeap.ts';
import { compareTexts } from './textIndex.ts';

/** A part of a dimension and how far it is merged. */
interface Cursor {
  readonly columns: readonly TextColumn[];
  readonly rowCount: number;
  row: number;
}

interface TextColumn {
  readonly values: TextValues;
  readonly validity: Uint8Array | undefined;
}

/**
 * Merges parts of a dimension, each with the columns `dimensionDeltaColumns` and sorted by its key: of each attribute the
 * greatest stamp wins, of equal stamps the smaller text. The order of the parts does not matter.
 */
export function mergeDimension(star: Star, dimension: Dimension, parts: readonly Table[]): Table {
  if (parts.length === 1) return parts[0]!;
  const schema = dimensionDeltaColumns(star, dimension);
  const cursors = parts.map(
    ({ columns, rowCount }): Cursor => ({ columns: columns.map(plainTexts), rowCount, row: 0 }),
  );
  const most = cursors.reduce((sum, { rowCount }) => sum + rowCount, 0);
  const heaps = schema.map(() => createTextHeap(most));
  let rowCount = 0;
  for (let next = least(cursors); next.length > 0; next = least(cursors)) {
    const [{ columns, row }] = next as [Cursor];
    heaps[0]!.addFrom(columns[0]!.values, row);
    for (let index = 1; index < schema.length; index += 2) {
      const latest = next.reduce<Cursor | undefined>((best, cursor) => later(best, cursor, index), undefined);
      for (const at of [index, index + 1]) {
        if (latest === undefined) heaps[at]!.addNull();
        else heaps[at]!.addFrom(latest.columns[at]!.values, latest.row);
      }
    }
    for (const cursor of next) cursor.row++;
    rowCount++;
  }
  return { schema, rowCount, columns: heaps.map((heap) => cut(heap.column(), rowCount)) };
}

/** Gives the cursors that stand at the least key; none when all are at their end. */
function least(cursors: readonly Cursor[]): readonly Cursor[] {
  let found: Cursor[] = [];
  for (const cursor of cursors) {
    if (cursor.row === cursor.rowCount) continue;
    const [first] = found;
    const order = first === undefined ? -1 : compareColumn(cursor, first, 0);
    if (order < 0) found = [cursor];
    else if (order === 0) found.push(cursor);
  }
  return found;
}

/** Gives whichever knows the attribute at `index` by the later stamp. */
function later(best: Cursor | undefined, cursor: Cursor, index: number): Cursor | undefined {
  if (cursor.columns[index]!.validity?.[cursor.row] === 0) return best;
  if (best === undefined) return cursor;
  const order = compareColumn(cursor, best, index + 1);
  return order > 0 || (order === 0 && compareColumn(cursor, best, index) < 0) ? cursor : best;
}

function compareColumn(a: Cursor, b: Cursor, index: number): number {
  return compareTexts(a.columns[index]!.values, a.row, b.columns[index]!.values, b.row);
}

function plainTexts(column: Column): TextColumn {
  if (column.kind !== 'text') throw new Error(`A part of a dimension holds plain text, not ${column.kind}.`);
  return { values: column.values, validity: column.validity };
}

/** Fewer members than were made room for. */
function cut(column: Column, rowCount: number): Column {
  const { values, validity } = plainTexts(column);
  const offsets = values.offsets.subarray(0, rowCount + 1);
  return {
    kind: 'text',
    values: { ...values, offsets },
    ...(validity && { validity: validity.subarray(0, rowCount) }),
  };
}
