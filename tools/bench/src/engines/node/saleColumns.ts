import type { ColumnKind } from './parquetFile.ts';
import type { CleanSale } from './rowSchema.ts';

/** The columns of silver. */
export const silverKinds = {
  transaction_id: 'text',
  date: 'date',
  store_id: 'text',
  store_name: 'text',
  city: 'text',
  product_id: 'text',
  product_name: 'text',
  category: 'text',
  customer_id: 'text',
  customer_name: 'text',
  quantity_sold: 'integer',
  unit_price: 'price',
  total_amount: 'amount',
  payment_method: 'text',
  row_number: 'rowNumber',
} as const satisfies Readonly<Record<string, ColumnKind>>;

/** The columns of the fact. */
export const factKinds = {
  transaction_id: 'text',
  date: 'date',
  store_id: 'text',
  product_id: 'text',
  customer_id: 'text',
  quantity_sold: 'integer',
  unit_price: 'price',
  total_amount: 'amount',
  payment_method: 'text',
} as const satisfies Readonly<Record<string, ColumnKind>>;

export const groupRows = 100_000;

/** Clean sales, column by column: a row group in the making. */
export class SaleColumns {
  readonly texts: Readonly<Record<TextColumn, (string | null)[]>> = {
    transaction_id: [],
    store_id: [],
    store_name: [],
    city: [],
    product_id: [],
    product_name: [],
    category: [],
    customer_id: [],
    customer_name: [],
    payment_method: [],
  };
  readonly date = new Int32Array(groupRows);
  readonly quantity = new Int32Array(groupRows);
  readonly priceCents = new BigInt64Array(groupRows);
  readonly totalCents = new BigInt64Array(groupRows);
  readonly firstRow: number;
  count = 0;

  constructor(firstRow: number) {
    this.firstRow = firstRow;
  }

  add(sale: CleanSale): void {
    const { texts } = this;
    for (const name of textColumns) texts[name].push(sale[name]);
    this.date[this.count] = sale.date;
    this.quantity[this.count] = sale.quantity_sold;
    this.priceCents[this.count] = sale.unit_price;
    this.totalCents[this.count] = BigInt(sale.quantity_sold) * sale.unit_price;
    this.count++;
  }

  /** Gives all columns of silver. */
  silver(): Readonly<Record<string, ArrayLike<unknown>>> {
    const { count, firstRow } = this;
    return {
      ...this.texts,
      date: this.date.subarray(0, count),
      quantity_sold: this.quantity.subarray(0, count),
      unit_price: this.priceCents.subarray(0, count),
      total_amount: this.totalCents.subarray(0, count),
      row_number: BigInt64Array.from({ length: count }, (_, i) => BigInt(firstRow + i)),
    };
  }

  /** Gives the fact's columns of some rows. */
  fact(rows: readonly number[]): Readonly<Record<string, ArrayLike<unknown>>> {
    const { texts } = this;
    const pick = (name: TextColumn) => rows.map((row) => texts[name][row]);
    return {
      transaction_id: pick('transaction_id'),
      store_id: pick('store_id'),
      product_id: pick('product_id'),
      customer_id: pick('customer_id'),
      payment_method: pick('payment_method'),
      date: Int32Array.from(rows, (row) => this.date[row]!),
      quantity_sold: Int32Array.from(rows, (row) => this.quantity[row]!),
      unit_price: BigInt64Array.from(rows, (row) => this.priceCents[row]!),
      total_amount: BigInt64Array.from(rows, (row) => this.totalCents[row]!),
    };
  }
}

type TextColumn = {
  [N in keyof typeof silverKinds]: (typeof silverKinds)[N] extends 'text' ? N : never;
}[keyof typeof silverKinds];

const textColumns = Object.keys(silverKinds).filter(
  (name) => silverKinds[name as keyof typeof silverKinds] === 'text',
) as TextColumn[];
