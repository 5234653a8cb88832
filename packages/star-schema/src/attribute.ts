import type { Column, DictionaryOrigin, TextValues } from '@sales/parquet';
import type { Place, Scratch } from '@sales/parquet/kernel';
import type { Kernel } from './kernel/kernel.ts';
import { gatherColumn } from './textColumn.ts';
import { compareTexts, createTextIndex } from './textIndex.ts';
import { createTextNumbers } from './textNumbers.ts';

/** A table's rows in the kernel's memory. */
export interface PlacedRows {
  readonly count: number;
  readonly days: Place;
  /** The number of the object that each row comes from, and its offset there. */
  readonly sources: Place;
  readonly offsets: Place;
}

/** Of which member each row is: one of the table's keys, which are numbered among all members. */
export interface PlacedMembers {
  /** How many members there are. */
  readonly count: number;
  readonly numbers: Place;
  readonly codes: Place;
}

/** The latest known value of one attribute for each member; the kernel holds them by number. */
export interface Attribute {
  readonly name: string;
  readonly offer: (scratch: Scratch, rows: PlacedRows, members: PlacedMembers, column: Column) => void;
  /** Whether the value of a row is a smaller text than one that is known: that of another row, or of a number plus one. */
  readonly isSmaller: (row: number, known: number, isRow: boolean) => boolean;
  /** Gives the values of members, in the order of a list, and their stamps. */
  readonly columns: (scratch: Scratch, order: Place, count: number) => readonly Column[];
}

/** Starts with nothing known; the kernel asks for the attribute by its `id`. */
export function createAttribute(kernel: Kernel, name: string, id: number): Attribute {
  const texts = createTextIndex();
  const textNumbers = createTextNumbers(texts);
  const latest = kernel.createLatest(id);
  let column = textsOf({ kind: 'text', values: texts.texts() });
  const entryOf = (row: number): number => column.codes?.[row] ?? row;

  return {
    name,
    isSmaller(row, known, isRow) {
      const { values } = column;
      const order = isRow
        ? compareTexts(values, entryOf(row), values, entryOf(known))
        : compareTexts(values, entryOf(row), texts.texts(), known - 1);
      return order < 0;
    },
    offer(scratch, rows, members, its) {
      column = textsOf(its);
      kernel.reserve(latest, members.count);
      const touched = scratch.room(members.count * 4);
      const marks = column.marks === undefined ? 0 : scratch.put(column.marks);
      const touchedCount = kernel.offer(
        latest,
        members.numbers,
        members.codes,
        rows.count,
        rows.days,
        rows.sources,
        rows.offsets,
        marks,
        column.marks?.BYTES_PER_ELEMENT ?? 0,
        touched,
      );
      const lastRows = scratch.room(touchedCount * 4);
      kernel.touchedRows(latest, touched, touchedCount, lastRows);
      const numberOf = textNumbers(column.values, column.origin);
      const values = scratch.copyWords(lastRows, touchedCount);
      for (let index = 0; index < touchedCount; index++)
        values[index] = numberOf(entryOf(values[index]!)) + 1;
      kernel.setValues(latest, touched, touchedCount, scratch.put(values));
    },
    columns(scratch, order, count) {
      kernel.reserve(latest, count);
      const numbers = scratch.room(count * 4);
      kernel.valuesOf(latest, order, count, numbers);
      const values = gatherColumn(kernel, scratch, texts.texts(), { numbers, count });
      const sizeBytes = kernel.stampBytes(latest, order, count);
      const [bytes, offsets] = [scratch.room(sizeBytes), scratch.room((count + 1) * 4)];
      kernel.renderStamps(latest, order, count, bytes, offsets);
      const stamps = {
        bytes: scratch.copy(bytes, sizeBytes),
        offsets: scratch.copyWords(offsets, count + 1),
      };
      return [values, { ...values, values: stamps }];
    },
  };
}

/** A column's texts. */
export interface TextColumn {
  readonly values: TextValues;
  readonly origin: DictionaryOrigin | undefined;
  /** Which of the texts each row has, if not its own, and whether rows use all of them. */
  readonly codes: Int32Array | undefined;
  readonly isCompact: boolean;
  /** What tells which rows have one, if not all. */
  readonly marks: Int32Array | Uint8Array | undefined;
}

/** Gives the texts of a column of keys or of an attribute. */
export function textsOf(column: Column): TextColumn {
  if (column.kind === 'codes') {
    const { codes, dictionary, origin, isCompact = false } = column;
    return { values: dictionary, origin, codes, isCompact, marks: codes };
  }
  if (column.kind !== 'text') throw new Error(`Keys and attributes are text, not ${column.kind}.`);
  const { values, validity } = column;
  return { values, origin: undefined, codes: undefined, isCompact: false, marks: validity };
}
