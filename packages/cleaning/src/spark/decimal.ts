import { sqlCase, sqlName, sqlText, type Layer } from './sql.ts';

/** As `parseDecimal` of the schema reads it. */
const decimalText = String.raw`^([+-]?)(?:([0-9]+)(?:\.([0-9]+))?|\.([0-9]+))(?:[eE]([+-]?[0-9]+))?\z`;
/** An exponent past this cannot change an answer: no text has so many digits to outweigh it. */
const exponentLimit = '1000000000000L';
/** Past so many digits no field is wide enough. */
const maxDigits = 30;
/** Below this two scaled values can be subtracted in 64 bits; no field reaches it. */
const scaledLimit = '4000000000000000000';

/** Writes text of the usual form, at most 15 digits and two behind the point, as cents. */
export function decimalInCents(text: string): string {
  return `cast(cast(${text} AS DECIMAL(17,2)) * 100 AS BIGINT)`;
}

/** The columns that reading a decimal gives, by their part: named after the field. */
export interface DecimalColumns {
  /** The value × 10^scale, rounded half away from zero; NULL where the text is no decimal, or is wide. */
  readonly scaled: string;
  /** Whether the text is a decimal at all. */
  readonly isDecimal: string;
  /** Whether it is below zero, where it is wide. */
  readonly isWideNegative: string;
  /** Whether it has no fraction. */
  readonly isIntegral: string;
  /** Whether scaling rounds it. */
  readonly isRounded: string;
}

/**
 * Reads decimal text exactly, whatever its length: never through a double. Text of the usual form is cast, every other is
 * taken apart into digits. `text` is the column with the text, or NULL.
 */
export function decimalLayers(
  prefix: string,
  text: string,
  scale: number,
): { readonly layers: readonly Layer[]; readonly columns: DecimalColumns } {
  const name = (part: string) => `${prefix}$${part}`;
  const column = (part: string) => sqlName(name(part));
  const usual =
    scale === 0 ? '^-?(?:0|[1-9][0-9]{0,8})\\z' : `^-?(?:0|[1-9][0-9]{0,8})(?:[.][0-9]{1,${scale}})?\\z`;
  const usualValue = `cast(cast(${text} AS DECIMAL(${9 + scale},${scale})) * ${10 ** scale} AS BIGINT)`;
  const [parts, digits, point, kept] = [column('parts'), column('digits'), column('point'), column('kept')];
  const all = `concat(${parts}[1], ${parts}[2])`;
  const exponent = `trim(LEADING '0' FROM trim(LEADING '+-' FROM ${parts}[3]))`;
  const keptWithin = `cast(least(greatest(${kept}, 0L), ${maxDigits}L) AS INT)`;
  const layers: Layer[] = [
    { [name('is_usual')]: `coalesce(${text} RLIKE ${sqlText(usual)}, FALSE)` },
    {
      // Sign, digits before the point, digits behind it, exponent.
      [name('parts')]: sqlCase([
        [
          `NOT ${column('is_usual')} AND ${text} RLIKE ${sqlText(decimalText)}`,
          `split(regexp_replace(${text}, ${sqlText(decimalText)}, '$1;$2;$3$4;$5'), ';')`,
        ],
      ]),
    },
    {
      [name('digits')]: `trim(BOTH '0' FROM ${all})`,
      [name('exponent')]: sqlCase([
        [`${parts} IS NULL`, 'NULL'],
        [
          `length(${exponent}) > 12`,
          sqlCase([[`startswith(${parts}[3], '-')`, `-${exponentLimit}`]], exponentLimit),
        ],
        [`length(${exponent}) = 0`, '0L'],
        ['TRUE', `cast(${exponent} AS BIGINT) * ${sqlCase([[`startswith(${parts}[3], '-')`, '-1L']], '1L')}`],
      ]),
    },
    {
      [name('point')]: sqlCase([
        [`${parts} IS NULL`, 'NULL'],
        [`${digits} = ''`, '0L'],
        [
          'TRUE',
          `length(${parts}[1]) - (length(${all}) - length(trim(LEADING '0' FROM ${all}))) + ${column('exponent')}`,
        ],
      ]),
    },
    { [name('kept')]: `${point} + ${scale}L` },
    {
      [name('magnitude')]: sqlCase([
        [`${kept} < 0`, 'cast(0 AS DECIMAL(38,0))'],
        [
          `${kept} <= ${maxDigits}`,
          `cast(cast(concat('0', rpad(substring(${digits}, 1, ${keptWithin}), ${keptWithin}, '0')) AS DECIMAL(31,0)) + int(substring(${digits}, ${keptWithin} + 1, 1) >= '5') AS DECIMAL(38,0))`,
        ],
      ]),
    },
    {
      [name('scaled')]: sqlCase([
        [column('is_usual'), usualValue],
        [
          `${column('magnitude')} < ${scaledLimit}`,
          `cast(${column('magnitude')} AS BIGINT) * ${sqlCase([[`${parts}[0] = '-'`, '-1L']], '1L')}`,
        ],
      ]),
    },
  ];
  return {
    layers,
    columns: {
      scaled: column('scaled'),
      isDecimal: `(${column('is_usual')} OR ${parts} IS NOT NULL)`,
      isWideNegative: `(${parts}[0] = '-' AND ${digits} <> '')`,
      isIntegral: sqlCase([
        [column('is_usual'), scale === 0 ? 'TRUE' : `instr(${text}, '.') = 0`],
        ['TRUE', `length(${digits}) <= ${point} OR ${digits} = ''`],
      ]),
      isRounded: `coalesce(length(${digits}) > ${kept}, FALSE)`,
    },
  };
}
