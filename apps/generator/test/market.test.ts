import { salesContract } from '@sales/schema';
import { expect, test } from 'vitest';
import { dayCount, dayTexts } from '../src/market/calendar.ts';
import { openMarket } from '../src/market/market.ts';
import { memberId, memberOf } from '../src/market/members.ts';
import { goods } from '../src/market/names.ts';
import { emptySale } from '../src/market/sale.ts';
import { resolveOptions } from '../src/options.ts';

const market = openMarket(resolveOptions({ seed: 42, rows: 100_000 }));

function draws(count: number) {
  const sale = emptySale();
  return Array.from({ length: count }, (_, number) => {
    market.draw(number, sale);
    return { ...sale };
  });
}

test('sales lie between 2023-01-01 and 2025-12-31', () => {
  expect([dayTexts[0], dayTexts.at(-1), dayCount]).toEqual(['2023-01-01', '2025-12-31', 1096]);
});

const weekday = (text: string) => new Date(`${text}T00:00:00Z`).getUTCDay();

test('December is busier than February, and Saturday than Monday', () => {
  const sales = draws(50_000);
  const share = (is: (text: string) => boolean) => sales.filter(({ day }) => is(dayTexts[day]!)).length;
  expect(share((text) => text.slice(5, 7) === '12')).toBeGreaterThan(
    1.5 * share((text) => text.slice(5, 7) === '02'),
  );
  expect(share((text) => weekday(text) === 6)).toBeGreaterThan(1.5 * share((text) => weekday(text) === 1));
});

test('the best-selling tenth of the products makes up more than a quarter of the sales', () => {
  const counts = Array.from({ length: market.products.count }, () => 0);
  for (const { product } of draws(50_000)) counts[product]!++;
  const best = counts.sort((a, b) => b - a).slice(0, counts.length / 10);
  expect(best.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(50_000 / 4);
});

test.for(['stores', 'products', 'customers'] as const)('some %s change once, most never', (which) => {
  const members = market[which];
  let changed = 0;
  for (let member = 0; member < members.count; member++) {
    const versions = dayTexts.map((_, day) => members.version(member, day));
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    if (new Set(versions).size > 1) changed++;
  }
  expect(changed).toBeGreaterThan(0);
  expect(changed).toBeLessThan(members.count / 4);
});

test('an id leads back to its member', () => {
  expect(memberId(market.stores, 6)).toBe('S007');
  expect(memberOf(market.stores, 'S007')).toBe(6);
  for (const id of ['S000', 'S201', 'S7', 'X007', 'S0071', 'S1e0', '9001'])
    expect(memberOf(market.stores, id)).toBeUndefined();
});

test('there are goods of every category of the contract', () => {
  expect(Object.keys(goods)).toEqual(salesContract.fields.category.values);
});
