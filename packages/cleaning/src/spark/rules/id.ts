import type { IdField } from '@sales/schema';
import { decimalLayers } from '../decimal.ts';
import { sqlCase, sqlName } from '../sql.ts';
import {
  columnsOf,
  type FieldLayers,
  inCase,
  isMissing,
  readingLayers,
  reasonOf,
  repairsOf,
} from './fieldColumns.ts';

/** Reads an identifier: text, or a number with an integral value written out in digits. */
export function idLayers(name: string, field: IdField): FieldLayers {
  const { string, text, number, reason } = columnsOf(name);
  const decimal = decimalLayers(name, number, 0);
  const { isDecimal, isIntegral } = decimal.columns;
  const part = (column: string): string => sqlName(`${name}$${column}`);
  const [digits, point, parts, isUsual, given] = [
    part('digits'),
    part('point'),
    part('parts'),
    part('is_usual'),
    part('given'),
  ];
  const sign = `if(${parts}[0] = '-' AND ${digits} <> '', '-', '')`;
  const width = `cast(least(greatest(${point}, 0L), ${field.maxBytes}L) AS INT)`;
  return [
    ...readingLayers(name),
    ...decimal.layers,
    {
      [`${name}$given`]: sqlCase([
        [`${text} IS NOT NULL`, field.upperCase ? inCase(text, 'upper') : text],
        [isUsual, `if(${number} = '-0', '0', ${number})`],
        [`${parts} IS NOT NULL`, `concat(${sign}, if(${digits} = '', '0', rpad(${digits}, ${width}, '0')))`],
      ]),
    },
    {
      [`${name}$reason`]: reasonOf(name, field, [
        [`octet_length(${text}) > ${field.maxBytes}`, 'out_of_range'],
        [`${text} IS NOT NULL`, undefined],
        [`${number} IS NULL OR NOT ${isDecimal} OR NOT (${isIntegral})`, 'invalid'],
        [`if(${isUsual}, length(${given}), ${point} + length(${sign})) > ${field.maxBytes}`, 'out_of_range'],
      ]),
    },
    {
      [`${name}$value`]: sqlCase([[`NOT (${isMissing(name)}) AND ${reason} IS NULL`, given]]),
      [`${name}$repairs`]: sqlCase([
        [`${number} IS NOT NULL`, `'${name}_reformatted'`],
        [
          `${given} <> ${string}`,
          repairsOf(name, [
            [`${text} <> ${string}`, 'trimmed'],
            ...(field.upperCase ? [[`${given} <> ${text}`, 'upper_cased'] as const] : []),
          ]),
        ],
      ]),
    },
  ];
}
