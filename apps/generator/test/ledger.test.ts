import { expect, test } from 'vitest';
import { draftSale } from '../src/line/draft.ts';
import { openMarket } from '../src/market/market.ts';
import { type CleanSale, cleanSale, emptySale, totalCents } from '../src/market/sale.ts';
import { resolveOptions } from '../src/options.ts';
import { Ledger } from '../src/truth/ledger.ts';
import type { Receipt } from '../src/truth/receipts.ts';

const options = resolveOptions({ seed: 1, rows: 10 });
const market = openMarket(options);
const repeated = { name: 'repeated', expect: { outcome: 'superseded', reasons: [], repairs: [] } } as const;

/** Books one sale as several rows, each in a file of its own, and gives the truth. */
function truthOf(...changes: Partial<CleanSale>[]) {
  const ledger = new Ledger(market, true);
  const sale = emptySale();
  market.draw(0, sale);
  sale.day = 500;
  const clean = cleanSale(market, sale, false);
  ledger.startFile('0');
  const receipt: Receipt = {
    sale,
    number: 0,
    tally: ledger.tally,
    fact: ledger.facts!.add('00000000'),
    issues: [{ tally: ledger.tally, sale: clean }],
    isShared: false,
  };
  ledger.load(sale);
  ledger.finishFile(1);
  for (const [i, change] of changes.entries()) {
    ledger.startFile(String(i + 1));
    ledger.book(draftSale(sale, { ...clean, ...change }, 0), repeated, receipt);
    ledger.finishFile(1);
  }
  return { truth: ledger.truth(options), clean };
}

const perFile = (truth: ReturnType<Ledger['truth']>) =>
  truth.files.map(({ loaded, duplicates, superseded }) => `${loaded}${duplicates}${superseded}`);

test('the last of two equal rows is loaded, the first is its duplicate', () => {
  const { truth, clean } = truthOf({});
  expect(perFile(truth)).toEqual(['010', '100']);
  expect(truth.total.totalAmountCents).toBe(String(totalCents(clean)));
});

test('a correction supersedes the row before it, and its amount counts', () => {
  const { truth, clean } = truthOf({ quantity_sold: 99 });
  const totalAmountCents = String(99n * clean.unitPriceCents);
  expect(perFile(truth)).toEqual(['001', '100']);
  expect(truth.total.totalAmountCents).toBe(totalAmountCents);
  expect(Object.values(truth.facts.months)).toEqual([{ rows: 1, totalAmountCents }]);
});

test('after a correction is taken back the first row is a duplicate and the correction superseded', () => {
  expect(perFile(truthOf({ quantity_sold: 99 }, {}).truth)).toEqual(['010', '001', '100']);
});

test('equal rows before a correction are all superseded', () => {
  expect(perFile(truthOf({}, { customer_name: null }).truth)).toEqual(['001', '001', '100']);
});

test('a dimension keeps the latest text that is not null', () => {
  const { truth, clean } = truthOf({ customer_name: 'Ana' }, { customer_name: null, city: 'Rome' });
  expect(truth.dimensions.dim_customer.members).toEqual([[clean.customer_id, 'Ana']]);
  expect(truth.dimensions.dim_store.members).toEqual([[clean.store_id, clean.store_name, 'Rome']]);
});

test('an earlier date does not win, however late it is written', () => {
  const { truth, clean } = truthOf({ customer_name: 'Ana', day: 499 }, { store_name: 'New', day: 1095 });
  expect(truth.dimensions.dim_customer.members).toEqual([[clean.customer_id, clean.customer_name]]);
  expect(truth.dimensions.dim_store.members).toEqual([[clean.store_id, 'New', clean.city]]);
});

test('a member whose attributes nobody gave is Unknown', () => {
  const { truth, clean } = truthOf({ store_id: '9001', store_name: null, city: null });
  expect(truth.dimensions.dim_store.members).toEqual([
    ['9001', 'Unknown', 'Unknown'],
    [clean.store_id, clean.store_name, clean.city],
  ]);
});
