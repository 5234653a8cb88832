import type { EnumField, TextField } from '@sales/schema';
import { sqlCase, sqlText } from '../sql.ts';
import { columnsOf, type FieldLayers, inCase, readingLayers, reasonOf, repairsOf } from './fieldColumns.ts';

/** Reads free text. */
export function textLayers(name: string, field: TextField): FieldLayers {
  const { string, text, reason } = columnsOf(name);
  return [
    ...readingLayers(name),
    {
      [`${name}$reason`]: reasonOf(name, field, [
        [`${text} IS NULL`, 'invalid'],
        [`octet_length(${text}) > ${field.maxBytes}`, 'out_of_range'],
      ]),
    },
    {
      [`${name}$value`]: sqlCase([[`${text} <> '' AND ${reason} IS NULL`, text]]),
      [`${name}$repairs`]: sqlCase([
        [`${text} <> ''`, repairsOf(name, [[`${text} <> ${string}`, 'trimmed']])],
      ]),
    },
  ];
}

/** Reads an open enumeration: a known spelling becomes the canonical value, an unknown one is kept. */
export function enumLayers(name: string, field: EnumField): FieldLayers {
  const { raw, string, text, reason } = columnsOf(name);
  const canonical = new Map<string, string>();
  for (const value of field.values) canonical.set(folded(value), value);
  for (const [value, spellings] of Object.entries(field.aliases))
    for (const spelling of spellings) canonical.set(folded(spelling), value);
  const entries = [...canonical].flatMap(([spelling, value]) => [sqlText(spelling), sqlText(value)]);
  const known = `\`${name}$known\``;
  const asWritten =
    field.values.length === 0 ? 'FALSE' : `${string} IN (${field.values.map(sqlText).join(', ')})`;
  const isAsWritten = `\`${name}$is_as_written\``;
  const isBlank = `coalesce(${raw}, 'null') = 'null' OR (${text} = '' AND NOT ${isAsWritten})`;
  return [
    ...readingLayers(name),
    { [`${name}$is_as_written`]: `coalesce(${asWritten}, FALSE)` },
    {
      [`${name}$known`]: sqlCase(
        [
          [isAsWritten, string],
          ...(entries.length === 0
            ? []
            : [[`${text} <> ''`, `map(${entries.join(', ')})[${inCase(text, 'lower')}]`] as const]),
        ],
        'cast(NULL AS STRING)',
      ),
    },
    {
      [`${name}$reason`]: sqlCase([
        [isBlank, field.required ? sqlText(`missing_${name}`) : 'NULL'],
        [`${text} IS NULL`, sqlText(`${name}_invalid`)],
        [`${known} IS NULL AND octet_length(${text}) > ${field.maxBytes}`, sqlText(`${name}_out_of_range`)],
      ]),
    },
    {
      [`${name}$value`]: sqlCase([[`${reason} IS NULL AND NOT (${isBlank})`, `coalesce(${known}, ${text})`]]),
      [`${name}$repairs`]: sqlCase([
        [`${isAsWritten} OR ${isBlank}`, 'NULL'],
        // A value that is as listed but for blanks was trimmed, whatever else.
        [`${known} = ${text}`, sqlText(`${name}_trimmed`)],
        [
          'TRUE',
          repairsOf(name, [
            [`${text} <> ${string}`, 'trimmed'],
            [`${known} IS NULL`, 'unknown'],
            [`${known} IS NOT NULL`, 'canonicalised'],
          ]),
        ],
      ]),
    },
  ];
}

function folded(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
