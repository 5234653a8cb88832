import type { CleanSale } from './rowSchema.ts';

type Attribute = 'store_name' | 'city' | 'product_name' | 'category' | 'customer_name';

/** A dimension in the making: of each attribute the value last given, by day, then by the order of the rows. */
export class Dimension {
  readonly key: 'store_id' | 'product_id' | 'customer_id';
  readonly attributes: readonly Attribute[];
  readonly #members = new Map<string, { values: (string | null)[]; days: number[] }>();

  constructor(key: Dimension['key'], attributes: readonly Attribute[]) {
    this.key = key;
    this.attributes = attributes;
  }

  /** Takes the sales in the order of their rows. */
  add(sale: CleanSale): void {
    const { attributes } = this;
    let member = this.#members.get(sale[this.key]);
    if (member === undefined) {
      member = { values: attributes.map(() => null), days: attributes.map(() => -1) };
      this.#members.set(sale[this.key], member);
    }
    for (let i = 0; i < attributes.length; i++) {
      const value = sale[attributes[i]!];
      if (value === null || sale.date < member.days[i]!) continue;
      member.values[i] = value;
      member.days[i] = sale.date;
    }
  }

  columns(): Readonly<Record<string, readonly string[]>> {
    const members = [...this.#members.values()];
    return {
      [this.key]: [...this.#members.keys()],
      ...Object.fromEntries(
        this.attributes.map((name, i) => [name, members.map(({ values }) => values[i] ?? 'Unknown')]),
      ),
    };
  }
}
