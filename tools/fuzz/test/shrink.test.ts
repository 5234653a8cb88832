import { describe, expect, it } from 'vitest';
import { type FuzzCase, parseCase, randomCase, renderCase, seededRandom, shrunkCase } from '../src/index.ts';

const textOf = ({ objects }: FuzzCase): string =>
  objects.map(({ text }) => text.toString('latin1')).join('|');

/** Cases of some size that fail. */
const failing = (isFailing: (fuzzCase: FuzzCase) => boolean): FuzzCase[] =>
  Array.from({ length: 100 }, (_, seed) => randomCase(10, seededRandom(seed))).filter(isFailing);

const hasTwoLines = (fuzzCase: FuzzCase): boolean => /":.*\n.*"/.test(textOf(fuzzCase));
const hasLimit = ({ limits }: FuzzCase): boolean => limits.firstBytes === 8;
const hasPart = ({ objects }: FuzzCase): boolean => objects.some(({ parts }) => parts.length > 0);

describe('a shrunk case', () => {
  it('keeps only the bytes that matter', () => {
    const cases = failing(hasTwoLines);
    expect(cases.length).toBeGreaterThan(20);
    for (const fuzzCase of cases.slice(0, 20)) {
      const { objects } = shrunkCase(fuzzCase, hasTwoLines);
      expect(objects).toMatchObject([{ cuts: [], parts: [] }]);
      expect(objects[0]!.text.toString()).toBe('":\n"');
    }
  });

  it('keeps a limit or a part that matters', () => {
    for (const fuzzCase of failing(hasLimit))
      expect(shrunkCase(fuzzCase, hasLimit).limits.firstBytes).toBe(8);
    const cases = failing(hasPart);
    expect(cases.length).toBeGreaterThan(3);
    for (const fuzzCase of cases)
      expect(shrunkCase(fuzzCase, hasPart).objects.map(({ text }) => text.toString())).toEqual(['\n']);
  });

  it('is found within the runs allowed', () => {
    let runs = 0;
    shrunkCase(randomCase(60, seededRandom(1)), () => ++runs % 5 === 0, 30);
    expect(runs).toBe(30);
  });
});

it('is the same when it was written and parsed', () => {
  for (let seed = 0; seed < 20; seed++) {
    const fuzzCase = randomCase(20, seededRandom(seed));
    expect(parseCase(renderCase(fuzzCase))).toEqual(fuzzCase);
  }
});
