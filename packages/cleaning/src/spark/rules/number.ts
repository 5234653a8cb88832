import type { IntegerField, MoneyField, ProductField } from '@sales/schema';
import { type DecimalColumns, decimalLayers } from '../decimal.ts';
import { type Layer, sqlCase, sqlName, sqlText } from '../sql.ts';
import { columnsOf, type FieldLayers, readingLayers, reasonOf, repairsOf } from './fieldColumns.ts';

const groupedWhole = String.raw`^([+-]?)\$?([0-9]{1,3}(?:,[0-9]{3})+)(?![0-9,])`;
const leadingDollar = String.raw`^([+-]?)\$(?=[0-9.])`;
const centsPlaces = 2;

/** Reads a whole number. */
export function integerLayers(name: string, field: IntegerField): FieldLayers {
  const { string, text, number, reason } = columnsOf(name);
  const decimalText = sqlName(`${name}$decimal`);
  const { layers, columns } = decimalLayers(name, decimalText, 0);
  return [
    ...readingLayers(name),
    { [`${name}$decimal`]: `coalesce(${text}, ${number})` },
    ...layers,
    {
      [`${name}$reason`]: reasonOf(name, field, [
        [`${decimalText} IS NULL OR NOT ${columns.isDecimal} OR NOT (${columns.isIntegral})`, 'invalid'],
        ...boundsFaults(columns, BigInt(field.min), BigInt(field.max)),
      ]),
    },
    {
      [`${name}$value`]: sqlCase([[`${reason} IS NULL`, `cast(${columns.scaled} AS INT)`]]),
      [`${name}$repairs`]: sqlCase([
        [
          `${text} <> ''`,
          repairsOf(name, [
            [`${text} <> ${string}`, 'trimmed'],
            ['TRUE', 'reformatted'],
          ]),
        ],
      ]),
    },
  ];
}

/** Reads an amount of money, exactly. */
export function moneyLayers(name: string, field: MoneyField): FieldLayers {
  const { string, text, number, reason } = columnsOf(name);
  const decimalText = sqlName(`${name}$decimal`);
  const { layers, columns } = decimalLayers(name, decimalText, centsPlaces);
  return [
    ...readingLayers(name),
    { [`${name}$decimal`]: `coalesce(${amountText(text)}, ${number})` },
    ...layers,
    {
      [`${name}$reason`]: reasonOf(name, field, [
        [`${decimalText} IS NULL OR NOT ${columns.isDecimal}`, 'invalid'],
        ...boundsFaults(columns, field.minCents, field.maxCents),
      ]),
    },
    {
      [`${name}$cents`]: sqlCase([[`${reason} IS NULL`, columns.scaled]]),
    },
    {
      [`${name}$value`]: amount(sqlName(`${name}$cents`), 12),
      [`${name}$repairs`]: sqlCase([
        [
          `${sqlName(`${name}$cents`)} IS NOT NULL`,
          repairsOf(name, [
            [`${text} <> ${string}`, 'trimmed'],
            [`${text} IS NOT NULL`, 'reformatted'],
            [columns.isRounded, 'rounded'],
          ]),
        ],
      ]),
    },
  ];
}

/** Reads what a product is said to be: it never makes a reason. */
export function givenProductLayers(name: string): FieldLayers {
  const { raw, text, number } = columnsOf(name);
  const decimalText = sqlName(`${name}$decimal`);
  const { layers } = decimalLayers(name, decimalText, centsPlaces);
  return [
    ...readingLayers(name),
    {
      [`${name}$decimal`]: `coalesce(${amountText(text)}, ${number})`,
      [`${name}$is_given`]: `coalesce(${raw}, 'null') <> 'null' AND NOT coalesce(${text} = '', FALSE)`,
    },
    ...layers,
  ];
}

/** Derives a product of fields that were read; it is right only in rows without a reason. */
export function productLayers(name: string, field: ProductField): readonly Layer[] {
  const scaled = sqlName(`${name}$scaled`);
  const cents = sqlName(`${name}$cents`);
  return [
    {
      [`${name}$cents`]: `cast(${columnsOf(field.quantity).value} AS BIGINT) * ${sqlName(`${field.price}$cents`)}`,
    },
    {
      [`${name}$value`]: amount(cents, 18),
      [`${name}$reason`]: 'cast(NULL AS STRING)',
      [`${name}$repairs`]: sqlCase([
        [
          `${cents} IS NOT NULL AND ${sqlName(`${name}$is_given`)} AND coalesce(abs(${scaled} - ${cents}) > ${field.toleranceCents}, TRUE)`,
          sqlText(`${name}_corrected`),
        ],
      ]),
    },
  ];
}

/** Writes an amount written by people, `-$1,234.50`, as a decimal. */
function amountText(text: string): string {
  const grouped = sqlText(groupedWhole);
  const ungrouped = `concat(regexp_extract(${text}, ${grouped}, 1), replace(regexp_extract(${text}, ${grouped}, 2), ',', ''), substring(${text}, length(regexp_extract(${text}, ${grouped}, 0)) + 1))`;
  return sqlCase(
    [
      [`instr(${text}, ',') > 0 AND ${text} RLIKE ${grouped}`, ungrouped],
      [`instr(${text}, '$') > 0`, `regexp_replace(${text}, ${sqlText(leadingDollar)}, '$1')`],
    ],
    text,
  );
}

function boundsFaults(
  { scaled, isWideNegative }: DecimalColumns,
  min: bigint,
  max: bigint,
): readonly (readonly [condition: string, fault: string])[] {
  const isNotPositive = `coalesce(${scaled} <= 0, ${isWideNegative})`;
  const isOutside = `coalesce(${scaled} < ${min} OR ${scaled} > ${max}, TRUE)`;
  return [...(min > 0n ? [[isNotPositive, 'not_positive'] as const] : []), [isOutside, 'out_of_range']];
}

function amount(cents: string, precision: number): string {
  return `cast(cast(${cents} AS DECIMAL(18,0)) * 0.01BD AS DECIMAL(${precision},2))`;
}
