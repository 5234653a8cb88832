import { ndjson, type RawSale } from './sales.ts';
import { ask } from './tables.ts';

/** An object as a test uploads it. Its rows are clean as they stand; text is a row that is refused. */
export interface UploadedObject {
  readonly name: string;
  readonly eventTimeMs: number;
  readonly rows: readonly (RawSale | string)[];
}

/** What the star must hold, as rows of text and numbers: nothing here is taken from the code under test. */
export interface Star {
  readonly fact: readonly (readonly unknown[])[];
  readonly dim_store: readonly (readonly unknown[])[];
  readonly dim_product: readonly (readonly unknown[])[];
  readonly dim_customer: readonly (readonly unknown[])[];
}

const dimensions = {
  dim_store: ['store_id', 'store_name', 'city'],
  dim_product: ['product_id', 'product_name', 'category'],
  dim_customer: ['customer_id', 'customer_name'],
} as const;
type Dimension = keyof typeof dimensions;

/**
 * Says what the star must hold after all objects were processed, in whatever batches: of the rows of one key the last
 * in source order, and of each attribute the value of the latest date, then the last in source order.
 */
export function starOf(objects: readonly UploadedObject[]): Star {
  const fact = new Map<string, readonly unknown[]>();
  const members = { dim_store: new Map(), dim_product: new Map(), dim_customer: new Map() } as Record<
    Dimension,
    Map<string, Map<string, { date: string; value: unknown }>>
  >;
  for (const { name, eventTimeMs, rows } of [...objects].sort(inSourceOrder)) {
    let offset = 0;
    for (const row of rows) {
      if (typeof row !== 'string') {
        const [key, ...measures] = factOf(row);
        fact.set(String(key), [
          ...JSON.parse(String(key)),
          ...measures,
          eventTimeMs,
          `raw/sales/${name}`,
          offset,
        ]);
        for (const table of Object.keys(dimensions) as Dimension[]) see(members[table], table, row);
      }
      offset += Buffer.byteLength(ndjson([row]));
    }
  }
  const rowsOf = (table: Dimension) =>
    [...members[table]].map(([id, known]) => [
      id,
      ...dimensions[table].slice(1).map((attribute) => known.get(attribute)?.value ?? 'Unknown'),
    ]);
  return sorted({
    fact: [...fact.values()],
    dim_store: rowsOf('dim_store'),
    dim_product: rowsOf('dim_product'),
    dim_customer: rowsOf('dim_customer'),
  });
}

/** Reads from a lake's warehouse what `starOf` says. */
export async function starIn(lake: string): Promise<Star> {
  const facts = await ask(
    lake,
    `SELECT [transaction_id, store_id, CAST(date AS VARCHAR), product_id, customer_id] AS ids, quantity_sold,
  unit_price, total_amount, payment_method, CAST(epoch_ms(_source_time) AS DOUBLE) AS time, _source_key,
  CAST(_source_offset AS DOUBLE) AS at
FROM fact_sales`,
  );
  const rowsOf = async (table: Dimension) =>
    (await ask(lake, `SELECT ${dimensions[table].join(', ')} FROM ${table}`)).map((row) =>
      Object.values(row),
    );
  return sorted({
    fact: facts.map(({ ids, ...rest }) => [...(ids as string[]), ...Object.values(rest)]),
    dim_store: await rowsOf('dim_store'),
    dim_product: await rowsOf('dim_product'),
    dim_customer: await rowsOf('dim_customer'),
  });
}

/** Cents of a price that is given as text with two decimals. */
export function centsOf(price: unknown): bigint {
  return BigInt(String(price).replace('.', ''));
}

/** Renders cents as SQL gives a decimal number. */
export function decimalOf(cents: bigint): string {
  return `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
}

function factOf(row: RawSale): readonly unknown[] {
  const total = BigInt(Number(row['quantity_sold'])) * centsOf(row['unit_price']);
  return [
    JSON.stringify([row['transaction_id'], row['store_id'], row['date']]),
    row['product_id'],
    row['customer_id'],
    row['quantity_sold'],
    row['unit_price'],
    decimalOf(total),
    row['payment_method'] ?? null,
  ];
}

/** Rows come in source order, so that of one date the last one given stands. */
function see(
  members: Map<string, Map<string, { date: string; value: unknown }>>,
  table: Dimension,
  row: RawSale,
) {
  const [id, ...attributes] = dimensions[table];
  const known = members.get(String(row[id])) ?? new Map<string, { date: string; value: unknown }>();
  members.set(String(row[id]), known);
  const date = String(row['date']);
  for (const attribute of attributes) {
    const value = row[attribute] ?? null;
    if (value !== null && date >= (known.get(attribute)?.date ?? '')) known.set(attribute, { date, value });
  }
}

function inSourceOrder(a: UploadedObject, b: UploadedObject): number {
  return a.eventTimeMs - b.eventTimeMs || Buffer.compare(Buffer.from(a.name), Buffer.from(b.name));
}

function sorted({ fact, dim_store, dim_product, dim_customer }: Star): Star {
  return {
    fact: inOrder(fact),
    dim_store: inOrder(dim_store),
    dim_product: inOrder(dim_product),
    dim_customer: inOrder(dim_customer),
  };
}

function inOrder(rows: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] {
  const texts = rows.map((row) => JSON.stringify(row)).sort();
  return texts.map((text) => JSON.parse(text) as readonly unknown[]);
}
