import type { UploadedObject } from './model.ts';
import { ndjson, type RawSale, sale, seededRandom } from './sales.ts';

const newYearMs = Date.UTC(2026, 0, 1);

/**
 * Makes objects whose rows meet all the time: few keys, few values, the same event time twice, attributes that are
 * not given, rows that are refused. Prices are text with two decimals, as the model wants them.
 */
export function crowdedSales(seed: number): readonly UploadedObject[] {
  const random = seededRandom(seed);
  const count = 3 + random.below(4);
  // Names in another order than event times, one beyond ASCII, one in a folder.
  const names = random.shuffle([
    'a.json',
    'Z.json',
    'é.ndjson',
    '2026/b.jsonl',
    'c c.json',
    '\u{1F6D2}.json',
    '0.json',
  ]);
  return Array.from({ length: count }, (_, i) => ({
    name: names[i]!,
    eventTimeMs: newYearMs + random.below(3),
    rows: Array.from({ length: random.below(30) }, () =>
      random.below(8) === 0 ? random.pick(refused) : crowdedSale(random),
    ),
  }));
}

const refused = [
  'not json',
  '7',
  ndjson([sale({ date: '2024-02-30' })]).trimEnd(),
  ndjson([sale({ quantity_sold: 0, unit_price: 'FREE' })]).trimEnd(),
];

function crowdedSale(random: ReturnType<typeof seededRandom>): RawSale {
  const maybe = (value: string) => (random.below(3) === 0 ? null : value);
  const one = (letter: string, choices: number) => `${letter}${1 + random.below(choices)}`;
  return sale({
    transaction_id: one('T', 6),
    store_id: one('S', 2),
    date: `2024-02-0${1 + random.below(2)}`,
    store_name: maybe(one('Store ', 3)),
    city: maybe(one('City ', 3)),
    product_id: one('P', 2),
    product_name: maybe(one('Product ', 3)),
    category: maybe(random.pick(['Toys', 'Books', 'Hats'])),
    customer_id: one('C', 2),
    customer_name: maybe(one('Customer ', 2)),
    quantity_sold: 1 + random.below(2),
    unit_price: random.pick(['0.01', '19.99', '99999999.99']),
    total_amount: undefined,
    payment_method: maybe('Cash'),
  });
}
