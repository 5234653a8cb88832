import { type Dimension, stampColumn, unknownAttribute } from '@sales/schema';
import { sqlText } from '../sql/literal.ts';
import { sqlName } from '../sql/name.ts';
import type { Step } from './step.ts';
import { stagingTable, stateTable } from './tables.ts';

/**
 * Merges what a batch knows of a dimension: per attribute the value with the greatest stamp wins, of equal stamps
 * the smaller text; a null never wins. Both engines compare text by its bytes, as the stamps need.
 *
 * The winners are computed first, into a table of changed rows: MERGE then only copies, and rows that do not change
 * are not written again.
 */
export function dimensionSteps(dimension: Dimension): readonly Step[] {
  const { table, key, attributes } = dimension;
  const [state, changed] = [stateTable(dimension), `merge_${table}`];
  const k = sqlName(key);
  const columns = attributes.flatMap((name) => [name, stampColumn(name)]);
  const wins = new Map(attributes.map((name) => [name, winsOver(name)]));
  const winner = (column: string, name: string): string =>
    `CASE WHEN ${wins.get(name)!} THEN s.${sqlName(column)} ELSE t.${sqlName(column)} END AS ${sqlName(column)}`;
  return [
    {
      name: `find what changes in ${table}`,
      kind: 'derive',
      table: changed,
      spreadBy: key,
      select: `SELECT
  ${[`s.${k}`, ...attributes.flatMap((name) => [winner(name, name), winner(stampColumn(name), name)])].join(',\n  ')}
FROM ${sqlName(stagingTable(table))} s
LEFT JOIN ${sqlName(state)} t ON t.${k} = s.${k}
WHERE ${[`t.${k} IS NULL`, ...wins.values()].join('\n  OR ')}`,
    },
    {
      name: `merge ${state}`,
      kind: 'merge',
      table: state,
      source: changed,
      key: [key],
      values: columns.map((name) => [name, `${sqlName(changed)}.${sqlName(name)}`]),
    },
    {
      name: `merge ${table}`,
      kind: 'merge',
      table,
      source: changed,
      key: [key],
      values: attributes.map((name) => [
        name,
        `COALESCE(${sqlName(changed)}.${sqlName(name)}, ${sqlText(unknownAttribute)})`,
      ]),
    },
  ];
}

/** Renders whether the staged value of an attribute (in `s`) beats the one known so far (in `t`). */
function winsOver(attribute: string): string {
  const [value, stamp] = [sqlName(attribute), sqlName(stampColumn(attribute))];
  const later = `s.${stamp} > t.${stamp} OR (s.${stamp} = t.${stamp} AND s.${value} < t.${value})`;
  return `(s.${value} IS NOT NULL AND (t.${value} IS NULL OR ${later}))`;
}
