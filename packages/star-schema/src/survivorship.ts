import { type Table, textValues } from '@sales/parquet';
import { type Dimension, dimensionDeltaColumns, renderDay, type Star } from '@sales/schema';
import { columnOf, numberReader, textReader } from './columnView.ts';
import { compareLineage, compareUtf8, type Lineage, lineageReader } from './sourceOrder.ts';

/** Collects a dimension's members and the latest known value of each attribute. */
export interface DimensionBuilder {
  /** Takes clean rows, in any order; rows that lost in the fact count too, so that any split into batches agrees. */
  readonly add: (table: Table) => void;
  /** Gives the members sorted by key, with the columns `dimensionDeltaColumns`. */
  readonly build: () => Table;
}

/** An attribute's value with what makes it the latest: the event's day, then the row's place in source order. */
interface Known {
  readonly value: string;
  readonly day: number;
  readonly lineage: Lineage;
}

/** Starts a dimension without members. */
export function createDimensionBuilder(star: Star, dimension: Dimension): DimensionBuilder {
  const members = new Map<string, (Known | undefined)[]>();

  return {
    add(table) {
      const keyAt = textReader(columnOf(table, dimension.key));
      const attributesAt = dimension.attributes.map((name) => textReader(columnOf(table, name)));
      const dayAt = numberReader(columnOf(table, star.fact.date));
      const lineageAt = lineageReader(table);
      for (let row = 0; row < table.rowCount; row++) {
        const key = keyAt(row)!;
        let member = members.get(key);
        if (member === undefined) members.set(key, (member = attributesAt.map(() => undefined)));
        const day = dayAt(row) as number;
        for (let index = 0; index < attributesAt.length; index++) {
          const known = member[index];
          if (known !== undefined && known.day > day) continue;
          const value = attributesAt[index]!(row);
          if (value === null) continue;
          const candidate = { value, day, lineage: lineageAt(row) };
          if (known === undefined || isLater(candidate, known)) member[index] = candidate;
        }
      }
    },
    build() {
      const keys = [...members.keys()].sort(compareUtf8);
      const columns: (readonly (string | null)[])[] = [keys];
      dimension.attributes.forEach((_, index) => {
        const known = keys.map((key) => members.get(key)![index]);
        columns.push(
          known.map((attribute) => attribute?.value ?? null),
          known.map((attribute) => (attribute === undefined ? null : renderStamp(attribute))),
        );
      });
      return {
        schema: dimensionDeltaColumns(star, dimension),
        rowCount: keys.length,
        columns: columns.map(textColumn),
      };
    },
  };
}

function isLater(a: Known, b: Known): boolean {
  if (a.day !== b.day) return a.day > b.day;
  const order = compareLineage(a.lineage, b.lineage);
  return order !== 0 ? order > 0 : compareUtf8(a.value, b.value) < 0;
}

/** Renders what makes a value the latest as text that sorts by its bytes: TAB stands before all that keys hold. */
function renderStamp({ day, lineage }: Known): string {
  return [renderDay(day), digits(lineage.time), lineage.key, digits(lineage.offset)].join('\t');
}

function digits(value: bigint): string {
  return value.toString().padStart(16, '0');
}

function textColumn(values: readonly (string | null)[]) {
  return {
    kind: 'text',
    values: textValues(values.map((value) => value ?? '')),
    validity: Uint8Array.from(values, (value) => (value === null ? 0 : 1)),
  } as const;
}
