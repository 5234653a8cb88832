/** A row as it is given: `undefined` leaves a field out. */
export type RawSale = Readonly<Record<string, unknown>>;

/** A row that is clean as it stands, with changes. */
export function sale(changes: RawSale = {}): RawSale {
  return {
    transaction_id: 'T1',
    date: '2024-02-29',
    store_id: 'S1',
    store_name: 'Main Street',
    city: 'Porto',
    product_id: 'P1',
    product_name: 'Kettle',
    category: 'Electronics',
    customer_id: 'C1',
    customer_name: 'Ana Lima',
    quantity_sold: 2,
    unit_price: 19.99,
    total_amount: 39.98,
    payment_method: 'Cash',
    ...changes,
  };
}

/** So many clean rows, each of a transaction of its own. */
export function sales(count: number, changes: (index: number) => RawSale = () => ({})): readonly RawSale[] {
  return Array.from({ length: count }, (_, i) => sale({ transaction_id: `T${i}`, ...changes(i) }));
}

/** Renders rows as newline-delimited JSON; a row that is text stands as it is. */
export function ndjson(rows: readonly (RawSale | string)[]): string {
  return rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join('');
}

/** Numbers that are the same for the same seed. */
export interface SeededRandom {
  /** A whole number from 0 to `limit` - 1. */
  readonly below: (limit: number) => number;
  readonly pick: <A>(choices: readonly A[]) => A;
  readonly shuffle: <A>(items: readonly A[]) => A[];
}

/** Starts a generator of numbers (mulberry32). */
export function seededRandom(seed: number): SeededRandom {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    pick: (choices) => choices[below(choices.length)]!,
    shuffle: (items) => {
      const shuffled = [...items];
      for (let i = shuffled.length - 1; i > 0; i--) {
        const j = below(i + 1);
        [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
      }
      return shuffled;
    },
  };
}
