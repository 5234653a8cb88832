import type { Column, ColumnSchema, ColumnType, Table, TableSchema, TextValues } from '../src/index.ts';
import { columnText, textValues } from '../src/index.ts';

/** A value as the tests compare it: text, numbers as decimal digits, null. */
export type Value = string | null;

const TYPES: readonly ColumnType[] = [
  { kind: 'text' },
  { kind: 'int32' },
  { kind: 'int64' },
  { kind: 'date' },
  { kind: 'timestamp' },
  { kind: 'decimal', precision: 18, scale: 2 },
  { kind: 'decimal', precision: 9, scale: 9 },
];

/** A generator of the same numbers in [0, 1) for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Every type, required and nullable, and text both as values and as codes. */
export const everyType: TableSchema = TYPES.flatMap((type, index) => [
  { name: `${type.kind}_${index}`, type, nullable: false },
  { name: `${type.kind}_${index}_or_null`, type, nullable: true },
]);

export function randomSchema(random: () => number): TableSchema {
  return Array.from({ length: 1 + Math.floor(random() * 8) }, (_, index) => ({
    name: `column ${index}`,
    type: TYPES[Math.floor(random() * TYPES.length)]!,
    nullable: random() < 0.5,
  }));
}

/** Fills a schema with values that are often at the ends of their ranges; what lies under a null is noise. */
export function randomTable(schema: TableSchema, rowCount: number, random: () => number): Table {
  return { schema, rowCount, columns: schema.map((column) => randomColumn(column, rowCount, random)) };
}

function randomColumn({ type, nullable }: ColumnSchema, rowCount: number, random: () => number): Column {
  const nullShare = nullable ? [0, 0.1, 0.9, 1][Math.floor(random() * 4)]! : 0;
  // Few distinct values or many, scattered or in runs: each is another way of encoding.
  const distinct = 1 + Math.floor(random() * [1, 5, 300, 100_000][Math.floor(random() * 4)]!);
  const stay = random() < 0.3 ? 0.95 : 0;
  let pick = 0;
  const picks = Array.from({ length: rowCount }, () => {
    if (random() >= stay) pick = Math.floor(random() * distinct);
    return pick;
  });
  const isNull = picks.map(() => random() < nullShare);
  const validity =
    nullShare > 0 || random() < 0.3
      ? Uint8Array.from(isNull, (absent) => (absent ? 0 : 1 + random() * 255))
      : undefined;
  const optionalValidity = validity && { validity };
  if (type.kind === 'text') {
    const dictionary = textValues(distinctTexts(distinct, random));
    if (random() < 0.5) {
      const codes = Int32Array.from(picks, (code, row) => (isNull[row] ? -1 : code));
      return { kind: 'codes', codes, dictionary };
    }
    return { kind: 'text', values: gather(dictionary, picks), ...optionalValidity };
  }
  const pool = Array.from({ length: distinct }, () => randomNumber(type, random));
  if (type.kind === 'int32' || type.kind === 'date') {
    return {
      kind: 'int32',
      values: Int32Array.from(picks, (index) => Number(pool[index])),
      ...optionalValidity,
    };
  }
  return { kind: 'int64', values: BigInt64Array.from(picks, (index) => pool[index]!), ...optionalValidity };
}

function randomNumber(type: ColumnType, random: () => number): bigint {
  const [least, most] = numberRange(type);
  const kind = random();
  if (kind < 0.05) return least;
  if (kind < 0.1) return most;
  if (kind < 0.6) return BigInt(Math.floor(random() * 2000) - 1000);
  return least + BigInt(Math.floor(random() * 2 ** 32)) * ((most - least) / 2n ** 32n);
}

function numberRange(type: ColumnType): readonly [bigint, bigint] {
  switch (type.kind) {
    case 'int32':
      return [-(2n ** 31n), 2n ** 31n - 1n];
    case 'date': // years 1 to 9999, which is what other readers can show
      return [-719_162n, 2_932_896n];
    case 'timestamp':
      return [-719_162n * 86_400_000_000n, 2_932_896n * 86_400_000_000n];
    case 'decimal':
      return [1n - 10n ** BigInt(type.precision), 10n ** BigInt(type.precision) - 1n];
    default:
      return [-(2n ** 63n), 2n ** 63n - 1n];
  }
}

const LETTERS = [
  'a',
  'Z',
  '0',
  ' ',
  '\t',
  '\n',
  '"',
  '\\',
  'é',
  'ß',
  '\u07ff',
  '€',
  '\uffff',
  '日',
  '😀',
  '\u{10ffff}',
  '\u{feff}',
];

function distinctTexts(count: number, random: () => number): string[] {
  const texts = new Set(random() < 0.5 ? [''] : []);
  while (texts.size < count) {
    const length = Math.floor(random() ** 3 * 40);
    const text = Array.from({ length }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join('');
    texts.add(texts.has(text) ? `${text}${texts.size}` : text);
  }
  return [...texts];
}

function gather(from: TextValues, indices: readonly number[]): TextValues {
  const slices = indices.map((index) => from.bytes.subarray(from.offsets[index], from.offsets[index + 1]));
  const offsets = new Uint32Array(slices.length + 1);
  slices.forEach((slice, index) => {
    offsets[index + 1] = offsets[index]! + slice.length;
  });
  return { bytes: Buffer.concat(slices), offsets };
}

/** A column's values in the order of its rows. */
export function columnValues(column: Column, rowCount: number): Value[] {
  return Array.from({ length: rowCount }, (_, row) => {
    if (column.kind === 'codes' || column.kind === 'text') return columnText(column, row);
    return column.validity?.[row] === 0 ? null : String(column.values[row]);
  });
}

/** The first row where two columns differ, with both values; undefined when they are the same. */
export function firstDifference(expected: readonly Value[], found: readonly unknown[]): object | undefined {
  if (found.length !== expected.length) return { expectedRows: expected.length, foundRows: found.length };
  const row = expected.findIndex((value, index) => value !== found[index]);
  return row < 0 ? undefined : { row, expected: expected[row], found: found[row] };
}
