import { type Column, columnText, type Table, textValues } from '@sales/parquet';
import {
  type ColumnDefinition,
  date,
  defineContract,
  defineStar,
  id,
  integer,
  money,
  openEnum,
  product,
  silverColumns,
  text,
} from '@sales/schema';
import type { SeededRandom } from '@sales/test-kit';

/** A small data set: two dimensions, and attributes that the fact does not keep. */
export const visits = defineContract({
  name: 'visits',
  version: 1,
  fields: {
    visit_id: id(),
    day: date(),
    shop_id: id(),
    shop_name: text(),
    shop_kind: openEnum(['Kiosk', 'Mall']),
    guest_id: id(),
    guest_name: text(),
    count: integer({ min: 1, max: 1_000 }),
    price: money({ minCents: 1n, maxCents: 1_000_000n }),
    total: product({ quantity: 'count', price: 'price' }),
    note: text(),
  },
  businessKey: ['visit_id', 'shop_id', 'day'],
});

export const visitStar = defineStar({
  contract: visits,
  fact: {
    table: 'fact_visits',
    columns: ['visit_id', 'day', 'shop_id', 'guest_id', 'count', 'price', 'total'],
    measure: 'total',
    date: 'day',
  },
  dimensions: [
    { table: 'dim_shop', key: 'shop_id', attributes: ['shop_name', 'shop_kind'] },
    { table: 'dim_guest', key: 'guest_id', attributes: ['guest_name'] },
  ],
});

/** A clean row with its lineage, by column. */
export type Row = Readonly<Record<string, string | number | bigint | null>>;

/** A row, with changes. */
export function visit(changes: Row = {}): Row {
  return {
    visit_id: 'V1',
    day: 19_782,
    shop_id: 'S1',
    shop_name: 'Main Street',
    shop_kind: 'Kiosk',
    guest_id: 'G1',
    guest_name: 'Ana',
    count: 2,
    price: 150n,
    total: 300n,
    note: null,
    _source_time: 1_700_000_000_000_000n,
    _source_key: 'raw/a',
    _source_offset: 0n,
    ...changes,
  };
}

const schema = silverColumns(visits);

/** Puts rows into a table; text is stored as codes, with entries that no row uses, or as values. */
export function tableOf(
  rows: readonly Row[],
  textAs: (name: string) => 'codes' | 'text' = () => 'codes',
): Table {
  const columns = schema.map((column) =>
    columnOf(
      rows.map((row) => row[column.name]!),
      column,
      textAs(column.name),
    ),
  );
  return { schema, rowCount: rows.length, columns };
}

/** Puts rows into tables of random sizes, text stored in either way. */
export function randomTables(rows: readonly Row[], random: SeededRandom): Table[] {
  const tables: Table[] = [];
  for (let at = 0; at < rows.length; ) {
    const size = random.below(12);
    tables.push(tableOf(rows.slice(at, at + size), () => random.pick(['codes', 'text'])));
    at += size;
  }
  return tables;
}

function columnOf(
  values: readonly (string | number | bigint | null)[],
  { type, nullable }: ColumnDefinition,
  textAs: 'codes' | 'text',
): Column {
  const isPresent = Uint8Array.from(values, (value) => (value === null ? 0 : 1));
  const validity = nullable ? { validity: isPresent } : {};
  switch (type.kind) {
    case 'text': {
      if (textAs === 'text')
        return {
          kind: 'text',
          values: textValues(values.map((value) => (value as string | null) ?? '')),
          ...validity,
        };
      const dictionary = [
        'never used',
        ...new Set(values.filter((value) => value !== null) as string[]),
        'nor this',
      ];
      const codes = Int32Array.from(values, (value) =>
        value === null ? -1 : dictionary.indexOf(value as string, 1),
      );
      return { kind: 'codes', codes, dictionary: textValues(dictionary) };
    }
    case 'int32':
    case 'date':
      return {
        kind: 'int32',
        values: Int32Array.from(values, (value) => (value as number | null) ?? 0),
        ...validity,
      };
    default:
      return {
        kind: 'int64',
        values: BigInt64Array.from(values, (value) => (value as bigint | null) ?? 0n),
        ...validity,
      };
  }
}

/** Gives a table's rows. */
export function rowsOf(table: Table): Row[] {
  return Array.from({ length: table.rowCount }, (_, row) =>
    Object.fromEntries(
      table.schema.map(({ name }, index) => {
        const column = table.columns[index]!;
        if (column.kind === 'codes' || column.kind === 'text') return [name, columnText(column, row)];
        return [name, column.validity?.[row] === 0 ? null : column.values[row]!];
      }),
    ),
  );
}

const shopNames = ['Main Street', 'Élan', '\u{1f600} Smile', '\uffff last', 'Unknown', null, null];
const sourceKeys = ['raw/a', 'raw/b', 'raw/\u{1f600}', 'raw/\uffff', 'raw/a b', 'raw/a\u0001'];

/** Rows of a batch: few keys, so that many meet, and most of a key alike. Each row has a place of its own. */
export function randomVisits(count: number, random: SeededRandom): Row[] {
  const keys = 1 + random.below(Math.ceil(count / 2) + 1);
  return Array.from({ length: count }, (_, row) => {
    const key = random.below(keys);
    const units = random.below(8) === 0 ? 3 : 2;
    const price = random.below(8) === 0 ? 151n : 150n;
    return visit({
      visit_id: `V${key % 7}`,
      day: 19_782 + (key % 3),
      shop_id: `S${key % 5}`,
      guest_id: random.below(5) === 0 ? `G${random.below(3)}` : 'G1',
      shop_name: random.below(6) === 0 ? random.pick(shopNames) : 'Main Street',
      shop_kind: random.below(5) === 0 ? random.pick(['Mall', null]) : 'Kiosk',
      guest_name: random.below(5) === 0 ? random.pick(['Bo', null]) : 'Ana',
      note: random.below(8) === 0 ? random.pick(['a', 'null']) : null,
      count: units,
      price,
      total: BigInt(units) * price,
      _source_time: BigInt(random.pick([0, 999, 1_700_000_000_000_000, 1_700_000_000_000_001])),
      _source_key: random.pick(sourceKeys),
      _source_offset: BigInt(row * 100 + random.below(100)),
    });
  });
}

/** Puts rows in another order. */
export function shuffled<T>(items: readonly T[], random: SeededRandom): T[] {
  const mixed = [...items];
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!];
  }
  return mixed;
}
