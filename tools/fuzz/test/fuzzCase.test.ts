import { describe, expect, it } from 'vitest';
import { contracts, describeCase, mutatedCase, randomCase, seededRandom } from '../src/index.ts';

const cases = Array.from({ length: 400 }, (_, seed) => randomCase(30, seededRandom(seed)));
const lines = cases.flatMap(({ objects }) =>
  objects.flatMap(({ text }) => text.toString('latin1').split('\n')),
);

function isObject(line: string): boolean {
  try {
    return line.startsWith('{') && typeof JSON.parse(line) === 'object';
  } catch {
    return false;
  }
}

describe('random cases', () => {
  it('are the same for the same seed', () => {
    expect(describeCase(randomCase(30, seededRandom(7)))).toBe(describeCase(cases[7]!));
    expect(describeCase(cases[8]!)).not.toBe(describeCase(cases[7]!));
  });

  it('are of every contract', () => {
    expect(new Set(cases.map(({ contract }) => contract))).toEqual(new Set(Object.keys(contracts)));
  });

  it('have rows and what is none, in good parts', () => {
    const share = lines.filter(isObject).length / lines.length;
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.9);
  });

  it.each([
    ['NUL', /\0/],
    ['an escape that is needless', /\\u0061/],
    ['half of a pair', /\\ud83d[^\\]/],
    ['bytes that are no UTF-8', /\xed\xa0\x80/],
    ['a byte order mark', /\xef\xbb\xbf/],
    ['a negative zero', /:\s*-0\b/],
    ['a number of twenty digits', /:\s*\d{20}/],
    ['a number with leading zeros', /:\s*0\d/],
    ['an exponent', /\d[eE]\+\d/],
    ['a key that comes twice', /"(\w+)":.*"\1":/],
    ['a carriage return at the end', /\}\r$/],
    ['a line separator of Unicode', /\xe2\x80\xa8/],
    ['nesting', /(?:\[\{"b":|\[|\{"a":){10}/],
  ])('hold %s', (_, pattern) => {
    expect(lines.some((line) => pattern.test(line))).toBe(true);
  });

  it('begin their parts behind newlines and cut within the text, changed or not', () => {
    const random = seededRandom(3);
    for (const fuzzCase of cases.flatMap((one) => [one, mutatedCase(one, random)])) {
      for (const { text, cuts, parts } of fuzzCase.objects) {
        expect(parts.filter((at) => text[at - 1] !== 0x0a)).toEqual([]);
        expect([...cuts, ...parts].filter((at) => at < 0 || at > text.length)).toEqual([]);
        expect(cuts).toEqual([...cuts].sort((a, b) => a - b));
      }
    }
  });
});
