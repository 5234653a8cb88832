import type { Random } from '../random/random.ts';
import { dayCount, yearOfDay } from './calendar.ts';
import type { Members } from './members.ts';
import { goods } from './names.ts';

const productCount = 2000;
const yearlyPricePercent = [100, 104, 107];

/** The products and their list prices. */
export interface Products extends Members {
  priceCents(product: number, day: number): number;
}

/** Lists the products: one in sixteen gets a new name once, half of those a new category with it. */
export function listProducts(random: Random, hostile: boolean): Products {
  const categories = Object.keys(goods);
  const products = Array.from({ length: productCount }, (_, product) => {
    const category = categories[product % categories.length]!;
    const { nouns, cents } = goods[category]!;
    const model = `${random.pick(nouns)} ${100 + random.below(900)}`;
    const name = hostile ? `"${model}" ½/1` : model;
    const moved = random.below(2) === 0 ? categories[(product + 1) % categories.length]! : category;
    return {
      names: [name, `${name} Mk II`] as const,
      categories: [category, moved] as const,
      changed: random.below(16) === 0 ? random.below(dayCount) : dayCount,
      cents: skewedPrice(random, cents),
    };
  });
  const prices = Int32Array.from(
    products.flatMap(({ cents }) => yearlyPricePercent.map((percent) => Math.round((cents * percent) / 100))),
  );
  return {
    count: productCount,
    letter: 'P',
    digits: 4,
    attributes: ['product_name', 'category'],
    version: (product, day) => (day < products[product]!.changed ? 0 : 1),
    text: (product, attribute, version) =>
      (attribute === 0 ? products[product]!.names : products[product]!.categories)[version]!,
    priceCents: (product, day) => prices[product * yearlyPricePercent.length + yearOfDay[day]!]!,
  };
}

/** Most things are cheap: the smallest of three prices, two in three of them ending in 99. */
function skewedPrice(random: Random, [least, most]: readonly [number, number]): number {
  const price = least + Math.min(...[0, 1, 2].map(() => random.below(most - least + 1)));
  return random.below(3) === 0 ? price : Math.max(least, price - (price % 100) + 99);
}
