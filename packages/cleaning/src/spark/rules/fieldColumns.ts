import type { Field } from '@sales/schema';
import { unescaped } from '../jsonString.ts';
import { type Layer, sqlCase, sqlName, sqlText } from '../sql.ts';

/** Reads one field: layers that end with the columns `<field>$value`, `<field>$reason` and `<field>$repairs`. */
export type FieldLayers = readonly Layer[];

/** The names of a field's columns, quoted. */
export interface FieldColumns {
  /** The value as it is written in the row; NULL where it is absent. */
  readonly raw: string;
  /** What a string says; NULL where the value is no string. */
  readonly string: string;
  /** A string trimmed. */
  readonly text: string;
  /** A JSON number as it is written; NULL where the value is no number. */
  readonly number: string;
  readonly value: string;
  readonly reason: string;
  readonly repairs: string;
}

/** TAB, LF, VT, FF, CR, SPACE and NBSP. */
const blank = sqlText('\t\n\v\f\r \u00a0');
const noRepairs = 'cast(NULL AS STRING)';

/** Gives the names of a field's columns. */
export function columnsOf(name: string): FieldColumns {
  const column = (part: string) => sqlName(`${name}$${part}`);
  return {
    raw: column('raw'),
    string: column('string'),
    text: column('text'),
    number: column('number'),
    value: column('value'),
    reason: column('reason'),
    repairs: column('repairs'),
  };
}

/** Writes the trimming that all fields share. */
function trimmed(text: string): string {
  return `trim(BOTH ${blank} FROM ${text})`;
}

/** Tells what a value is: the columns `string`, `text` and `number`. */
export function readingLayers(name: string): FieldLayers {
  const { raw, string } = columnsOf(name);
  return [
    {
      [`${name}$string`]: sqlCase([
        [`startswith(${raw}, '"')`, unescaped(`substring(${raw}, 2, length(${raw}) - 2)`)],
      ]),
      [`${name}$number`]: sqlCase([[`${raw} RLIKE '^[-0-9]'`, raw]]),
    },
    { [`${name}$text`]: trimmed(string) },
  ];
}

/** Writes the condition that a value is missing: absent, null or blank. */
export function isMissing(name: string): string {
  const { raw, text } = columnsOf(name);
  return `coalesce(${raw}, 'null') = 'null' OR coalesce(${text} = '', FALSE)`;
}

/** Writes a field's reason: missing where it is required, else what the first condition that holds says, undefined for none. */
export function reasonOf(
  name: string,
  field: Field,
  faults: readonly (readonly [condition: string, fault: string | undefined])[],
): string {
  return sqlCase([
    [isMissing(name), field.required ? sqlText(`missing_${name}`) : 'NULL'],
    ...faults.map(
      ([condition, fault]) =>
        [condition, fault === undefined ? 'NULL' : sqlText(`${name}_${fault}`)] as const,
    ),
  ]);
}

/** Writes a field's repairs, joined by commas; NULL where there are none. */
export function repairsOf(
  name: string,
  repairs: readonly (readonly [condition: string, repair: string])[],
): string {
  if (repairs.length === 0) return noRepairs;
  const each = repairs.map(([condition, repair]) => sqlCase([[condition, sqlText(`${name}_${repair}`)]]));
  return each.length === 1 ? each[0]! : `nullif(concat_ws(',', ${each.join(', ')}), '')`;
}

/** Writes ASCII letters in another case; all others stay. */
export function inCase(text: string, to: 'upper' | 'lower'): string {
  const [small, large] = ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const [from, into] = to === 'upper' ? [small, large] : [large, small];
  return sqlCase(
    [[`octet_length(${text}) = length(${text})`, `${to}(${text})`]],
    `translate(${text}, '${from}', '${into}')`,
  );
}
