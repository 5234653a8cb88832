import type { Random } from '../random/random.ts';
import { dayCount } from './calendar.ts';
import type { Members } from './members.ts';
import { hostileCities, plainCities, storeBrands, storeKinds } from './names.ts';

const storeCount = 200;

/** Founds the stores: every one keeps its city, one in eight is renamed once. */
export function foundStores(random: Random, hostile: boolean): Members {
  const cities = hostile ? hostileCities : plainCities;
  const stores = Array.from({ length: storeCount }, () => {
    const city = random.pick(cities);
    const brand = random.pick(storeBrands);
    const kind = random.below(storeKinds.length);
    const later = storeKinds[(kind + 1) % storeKinds.length]!;
    return {
      city,
      names: [`${brand} ${storeKinds[kind]!}`, `${brand} ${later}`] as const,
      renamed: random.below(8) === 0 ? random.below(dayCount) : dayCount,
    };
  });
  return {
    count: storeCount,
    letter: 'S',
    digits: 3,
    attributes: ['store_name', 'city'],
    version: (store, day) => (day < stores[store]!.renamed ? 0 : 1),
    text: (store, attribute, version) =>
      attribute === 0 ? stores[store]!.names[version]! : stores[store]!.city,
  };
}
