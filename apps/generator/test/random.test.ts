import { expect, test } from 'vitest';
import { renderTransactionId, transactionIds } from '../src/market/transactionId.ts';
import { Random } from '../src/random/random.ts';
import { Weighted, zipfWeights } from '../src/random/weighted.ts';

function draw(seed: number, stream: number): number[] {
  const random = new Random(seed, stream);
  return Array.from({ length: 3000 }, () => random.next());
}

test('a seed and a stream determine the numbers', () => {
  expect(draw(7, 1)).toEqual(draw(7, 1));
  expect(draw(7, 1)).not.toEqual(draw(7, 2));
  expect(draw(7, 1)).not.toEqual(draw(8, 1));
  expect(draw(7, 1)).not.toEqual(draw(7 + 2 ** 32, 1));
});

test('the numbers are spread evenly', () => {
  const random = new Random(3, 1);
  const counts = Array.from({ length: 10 }, () => 0);
  for (let i = 0; i < 100_000; i++) counts[random.below(10)]!++;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});

test('what weighs three times as much is drawn three times as often', () => {
  const random = new Random(3, 1);
  const weighted = new Weighted([1, 3, 0, 6]);
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 100_000; i++) counts[weighted.draw(random)]!++;
  expect(counts[2]).toBe(0);
  for (const [i, share] of [0.1, 0.3, 0, 0.6].entries())
    expect(Math.abs(counts[i]! / 100_000 - share)).toBeLessThan(0.01);
});

test('popularity falls off by rank, and the ranks are shuffled', () => {
  const weights = zipfWeights(100, 10, new Random(3, 1));
  expect(Math.max(...weights) / Math.min(...weights)).toBeCloseTo(109 / 10);
  expect(weights.indexOf(Math.max(...weights))).not.toBe(0);
});

test.for([true, false])('no two rows share a transaction id (short: %s)', (short) => {
  const identify = transactionIds(new Random(5, 1), short);
  const id = { idHigh: 0, idLow: 0 };
  const seen = new Set<string>();
  for (let number = 0; number < 100_000; number++) {
    identify(number, id);
    seen.add(renderTransactionId(id, short));
  }
  expect(seen.size).toBe(100_000);
  for (const text of [...seen].slice(0, 100))
    expect(text).toMatch(short ? /^[0-9a-f]{8}$/ : /^[0-9a-f]{16}$/);
});
