import { type Table, textValues } from '@sales/parquet';
import { type Dimension, dimensionDeltaColumns, type Star } from '@sales/schema';
import { columnOf, textReader } from './columnView.ts';
import { compareUtf8 } from './sourceOrder.ts';

interface Attribute {
  readonly value: string;
  readonly stamp: string;
}

/**
 * Merges parts of a dimension, each with the columns `dimensionDeltaColumns`: of each attribute the greatest stamp wins,
 * of equal stamps the smaller text. The order of the parts does not matter.
 */
export function mergeDimension(star: Star, dimension: Dimension, parts: readonly Table[]): Table {
  if (parts.length === 1) return parts[0]!;
  const members = new Map<string, (Attribute | undefined)[]>();
  for (const part of parts) {
    const keyAt = textReader(columnOf(part, dimension.key));
    const readers = part.columns.slice(1).map(textReader);
    for (let row = 0; row < part.rowCount; row++) {
      const key = keyAt(row)!;
      const given = dimension.attributes.map((_, index): Attribute | undefined => {
        const value = readers[2 * index]!(row);
        return value === null ? undefined : { value, stamp: readers[2 * index + 1]!(row)! };
      });
      const held = members.get(key);
      members.set(
        key,
        held === undefined ? given : held.map((attribute, index) => later(attribute, given[index])),
      );
    }
  }
  const keys = [...members.keys()].sort(compareUtf8);
  const columns = [
    textColumn(keys),
    ...dimension.attributes.flatMap((_, index) => {
      const attributes = keys.map((key) => members.get(key)![index]);
      return [
        textColumn(attributes.map((a) => a?.value ?? null)),
        textColumn(attributes.map((a) => a?.stamp ?? null)),
      ];
    }),
  ];
  return { schema: dimensionDeltaColumns(star, dimension), rowCount: keys.length, columns };
}

function later(a: Attribute | undefined, b: Attribute | undefined): Attribute | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const order = compareUtf8(a.stamp, b.stamp);
  return order > 0 || (order === 0 && compareUtf8(a.value, b.value) <= 0) ? a : b;
}

/** Makes a text column of strings and nulls. */
export function textColumn(values: readonly (string | null)[]) {
  return {
    kind: 'text',
    values: textValues(values.map((value) => value ?? '')),
    validity: Uint8Array.from(values, (value) => (value === null ? 0 : 1)),
  } as const;
}
