import type { DateField } from '@sales/schema';
import { sqlCase, sqlText } from '../sql.ts';
import { columnsOf, type FieldLayers, readingLayers, reasonOf, repairsOf } from './fieldColumns.ts';

const iso = sqlText(String.raw`^[0-9]{4}-[0-9]{2}-[0-9]{2}\z`);
const slashedIso = sqlText(String.raw`^[0-9]{4}/[0-9]{2}/[0-9]{2}\z`);
const american = sqlText(String.raw`^[0-9]{2}/[0-9]{2}/[0-9]{4}\z`);
const timestamp = sqlText(
  String.raw`^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?(?:Z|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])?\z`,
);

/** Reads a calendar date; the parameter `:ingest_date` bounds the future. */
export function dateLayers(name: string, field: DateField): FieldLayers {
  const { string, text, reason } = columnsOf(name);
  const [isIso, day] = [`\`${name}$is_iso\``, `\`${name}$day\``];
  const written = sqlCase([
    [isIso, text],
    [`${text} RLIKE ${slashedIso}`, `replace(${text}, '/', '-')`],
    [`${text} RLIKE ${timestamp}`, `substring(${text}, 1, 10)`],
    [
      `${text} RLIKE ${american}`,
      `concat(substring(${text}, 7, 4), '-', substring(${text}, 1, 2), '-', substring(${text}, 4, 2))`,
    ],
  ]);
  return [
    ...readingLayers(name),
    { [`${name}$is_iso`]: `coalesce(${text} RLIKE ${iso}, FALSE)` },
    { [`${name}$day`]: `try_cast(${written} AS DATE)` },
    {
      [`${name}$reason`]: reasonOf(name, field, [
        [`${day} IS NULL`, 'invalid'],
        [
          `${day} < DATE${sqlText(field.min)} OR ${day} > date_add(cast(:ingest_date AS DATE), ${field.maxDaysAfterIngest})`,
          'out_of_range',
        ],
      ]),
    },
    {
      [`${name}$value`]: sqlCase([[`${reason} IS NULL`, day]]),
      [`${name}$repairs`]: sqlCase([
        [
          `${day} IS NOT NULL`,
          repairsOf(name, [
            [`${text} <> ${string}`, 'trimmed'],
            [`NOT ${isIso}`, 'reformatted'],
          ]),
        ],
      ]),
    },
  ];
}
