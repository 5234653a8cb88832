import { expect, test } from 'vitest';
import { allDirt } from '../src/dirt/catalogue.ts';
import { draftSale } from '../src/line/draft.ts';
import { openMarket } from '../src/market/market.ts';
import { cleanSale, emptySale } from '../src/market/sale.ts';
import { resolveOptions } from '../src/options.ts';
import { Random } from '../src/random/random.ts';

test('ids that are numbers are never those of another row', () => {
  const { apply } = allDirt.find(({ name }) => name === 'transaction_id_as_number')!;
  const market = openMarket(resolveOptions({ seed: 1, rows: 1 }));
  const random = new Random(1, 1);
  const ids = Array.from({ length: 2000 }, (_, number) => {
    const draft = draftSale(emptySale(), cleanSale(market, emptySale(), false), number);
    apply(draft, random);
    return draft.clean.transaction_id;
  });
  expect(new Set(ids).size).toBe(2000);
  expect(new Set(ids.map((id) => id.length))).toEqual(new Set([10, 13, 18, 22]));
});
