import { type Contract, contractFields, type Field } from '@sales/schema';
import { parseRow } from '../row.ts';
import { decimalInCents } from './decimal.ts';
import { columnsOf } from './rules/fieldColumns.ts';
import { type Layer, type SparkView, layeredViews, sqlCase, sqlName, sqlText } from './sql.ts';

/** How the lines of an object look: a regular expression of Java, and its groups in the contract's order. */
export interface PlainShape {
  readonly pattern: string;
  readonly replacement: string;
  /** Fields that the contract does not know, in each of these lines. */
  readonly extras: readonly string[];
}

const space = String.raw`[ \t]*+`;
const mark = '\u001f';
/** What text may hold that is kept as it is: U+FFFD may stand for bytes that are no UTF-8. */
const plainText = String.raw`[^"\\\x00-\x1f\ufffd]`;
const blank = String.raw`[ \u00a0]`;

/**
 * Learns the shape of an object's lines from the first of its lines that is a row; undefined where there is none.
 * Lines of that shape are read by one expression, all others by the rules one by one; the answer is the same.
 */
export function learnPlainShape(contract: Contract, text: string): PlainShape | undefined {
  for (const line of text.split('\n')) {
    const row = parseRow(line.trim());
    if (typeof row !== 'string') return plainShape(contract, Object.keys(row));
  }
  return undefined;
}

/** Gives the shape of lines with these members, in this order. */
function plainShape(contract: Contract, names: readonly string[]): PlainShape | undefined {
  const fields = new Map(contractFields(contract));
  const groups = new Map<string, number>();
  const members = names.map((name) => {
    const field = fields.get(name);
    if (field !== undefined) groups.set(name, groups.size + 1);
    const written = JSON.stringify(name).replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
    return `${written}${space}:${space}${field === undefined ? anyScalar : plainValue(field)}`;
  });
  if (
    names.some((name) => !/^[ !#-[\]-~]*$/.test(name)) ||
    contract.businessKey.some((name) => !groups.has(name))
  )
    return undefined;
  const ordered = contractFields(contract).map(([name]) => (groups.has(name) ? `$${groups.get(name)}` : ''));
  return {
    pattern: String.raw`^\{${space}${members.join(`${space},${space}`)}${space}\}[ \t\r]*+\z`,
    replacement: ordered.map((group) => mark + group).join(''),
    extras: names.filter((name) => !fields.has(name)),
  };
}

const anyScalar = String.raw`(?:"${plainText}*+"|-?[0-9]{1,15}(?:\.[0-9]{1,15})?|true|false|null)`;

function plainValue(field: Field): string {
  switch (field.kind) {
    case 'id':
      return `"([!#-\\[\\]-${field.upperCase ? '`{-' : ''}~]{1,${Math.min(field.maxBytes, 255)}}+)"`;
    case 'text': {
      // A character is at most four bytes.
      const most = Math.min(255, Math.floor(field.maxBytes / 4));
      return orNull(field, most < 1 ? undefined : `"(?!${blank})(${plainText}{1,${most}}+)(?<!${blank})"`);
    }
    case 'enum': {
      const values = field.values.filter((value) => /^[!#-[\]-~](?:[ !#-[\]-~]*[!#-[\]-~])?$/.test(value));
      const listed = values.map((value) => value.replace(/[^\w ]/g, String.raw`\$&`)).join('|');
      return orNull(field, values.length === 0 ? undefined : `"(${listed})"`);
    }
    case 'date':
      return orNull(field, '"([0-9]{4}-[0-9]{2}-[0-9]{2})"');
    case 'integer':
      return orNull(field, '(-?(?:0|[1-9][0-9]{0,8}))');
    case 'money':
      return orNull(field, String.raw`(-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,2})?)`);
    case 'product':
      return String.raw`(?:null|(-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,2})?))`;
  }
}

function orNull(field: Field, written: string | undefined): string {
  if (written === undefined) return field.required ? '(?!)()' : '(?:null())';
  return field.required ? written : `(?:null|${written})`;
}

/**
 * Renders the reading of plain lines as queries, the last of them `name`: each line of `lines` (which has the columns
 * `plain_pattern`, `plain_replacement` and `plain_extras` too) with the contract's columns, `_row_offset`, `_row_extras`
 * and `_row_is_plain`. Only of plain lines are they right; such a line is accepted and needs no repair.
 */
export function renderPlainViews(
  contract: Contract,
  options: { readonly lines: string; readonly kept: readonly string[]; readonly name: string },
): readonly SparkView[] {
  const { lines, kept, name } = options;
  const fields = contractFields(contract);
  const position = new Map(fields.map(([field], index) => [field, index]));
  const layers: Layer[] = [
    { _plain_text: 'cast(bytes AS STRING)' },
    { _plain_written: 'regexp_replace(_plain_text, plain_pattern, plain_replacement)' },
    {
      _plain_items: sqlCase([
        [
          `startswith(_plain_text, '{') AND startswith(_plain_written, ${sqlText(mark)})`,
          `split(_plain_written, ${sqlText(mark)})`,
        ],
      ]),
    },
    Object.fromEntries(
      fields.flatMap(([field, { kind }], index) => {
        const text = `nullif(${item(index)}, '')`;
        if (kind === 'date') return [[`${field}$value`, `try_cast(${text} AS DATE)`]];
        if (kind === 'integer') return [[`${field}$value`, `cast(${text} AS INT)`]];
        if (kind === 'money' || kind === 'product') return [[`${field}$scaled`, decimalInCents(text)]];
        return [[`${field}$value`, text]];
      }),
    ),
    Object.fromEntries(
      fields.flatMap(([field, { kind }]) =>
        kind === 'money' ? [[`${field}$value`, amount(sqlName(`${field}$scaled`), 12)]] : [],
      ),
    ),
    Object.fromEntries(
      fields.flatMap(([field, rule]) => {
        if (rule.kind !== 'product') return [];
        const [quantity, price] = [columnsOf(rule.quantity).value, sqlName(`${rule.price}$scaled`)];
        return [[`${field}$cents`, `cast(${quantity} AS BIGINT) * ${price}`]];
      }),
    ),
  ];
  const conditions = fields.flatMap(([field, rule]) =>
    plainCondition(field, rule, item(position.get(field)!)),
  );
  const values = fields.map(([field, { kind }]) => {
    const value = kind === 'product' ? amount(sqlName(`${field}$cents`), 18) : columnsOf(field).value;
    return `${value} AS ${sqlName(field)}`;
  });
  const views = layeredViews(lines, layers);
  const isPlain = ['_plain_items IS NOT NULL', ...conditions].join(' AND ');
  const columns = [
    ...kept,
    ...values,
    'offset + if(has_mark AND offset = 0, 3L, 0L) AS _row_offset',
    'plain_extras AS _row_extras',
    `coalesce(${isPlain}, FALSE) AS _row_is_plain`,
  ];
  return [...views, { name, sql: `SELECT ${columns.join(',\n  ')}\nFROM ${views.at(-1)!.name}` }];
}

/** What stands at a field's place in a plain line. */
function item(index: number): string {
  return `_plain_items[${index + 1}]`;
}

/** Writes when a value that looks plain is within its bounds; other lines are left to the rules. */
function plainCondition(name: string, field: Field, written: string): string[] {
  const scaled = sqlName(`${name}$scaled`);
  const orAbsent = (condition: string): string =>
    field.required ? condition : `(${written} = '' OR ${condition})`;
  switch (field.kind) {
    case 'date':
      return [
        orAbsent(
          `${columnsOf(name).value} BETWEEN DATE${sqlText(field.min)} AND date_add(cast(:ingest_date AS DATE), ${field.maxDaysAfterIngest})`,
        ),
      ];
    case 'integer':
      return [orAbsent(`${columnsOf(name).value} BETWEEN ${field.min} AND ${field.max}`)];
    case 'money':
      return [orAbsent(`${scaled} BETWEEN ${field.minCents} AND ${field.maxCents}`)];
    case 'product':
      return [`(${written} = '' OR abs(${scaled} - ${sqlName(`${name}$cents`)}) <= ${field.toleranceCents})`];
    default:
      return field.required ? [`${written} <> ''`] : [];
  }
}

function amount(cents: string, precision: number): string {
  return `cast(cast(${cents} AS DECIMAL(18,0)) * 0.01BD AS DECIMAL(${precision},2))`;
}
