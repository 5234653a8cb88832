import { parseDecimal } from '@sales/schema';
import { describe, expect, it } from 'vitest';
import { numberText, parseExactJson, renderSample } from '../src/json.ts';
import { seededRandom } from '@sales/test-kit';

/** The text of the number that stands at `field`. */
const written = (json: string) =>
  numberText((parseExactJson(`{"field":${json}}`) as { readonly field: unknown }).field);

const sample = (json: string) => renderSample(parseExactJson(json), 20);

const nested = (depth: number, inner = '') => `${'['.repeat(depth)}${inner}${']'.repeat(depth)}`;

describe('numbers', () => {
  it.each([
    ['9007199254740993', '9007199254740993'],
    ['0.28499999999999999999', '0.28499999999999999999'],
    ['1e400', '1e400'],
    ['-1E+400', '-1E+400'],
    ['1e-400', '1e-400'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['1e00000000000000000005', '1e00000000000000000005'],
  ])('%s is kept as it is written', (json, text) => {
    expect(written(json)).toBe(text);
  });

  it('are exact for every decimal of up to 15 digits, which floats tell apart', () => {
    const random = seededRandom(1);
    const wrong: unknown[] = [];
    for (let round = 0; round < 20_000; round++) {
      const json = `${1 + random.below(9)}${random.digits(random.below(15))}e${random.below(198) - 99}`;
      const found = parseDecimal(written(json)!)!;
      const expected = parseDecimal(json)!;
      if (found.digits !== expected.digits || found.point !== expected.point) wrong.push([json, found]);
    }
    expect(wrong).toEqual([]);
  });

  it('are exact beside strings, in lists, and for the last of two equal keys', () => {
    const json = '{"a":9007199254740993,"a":"text","b":1,"b":9007199254740995,"c":{"d":[9007199254740997]}}';
    const { a, b } = parseExactJson(json) as Record<string, unknown>;
    expect([a, numberText(b)]).toEqual(['text', '9007199254740995']);
  });

  it.each(['"9007199254740993"', 'true', 'null', '[]', '{}', '[9007199254740993]'])('are not %s', (json) => {
    expect(written(json)).toBeUndefined();
  });

  it('does not mistake an object that looks like its own', () => {
    expect(written('{"text":"9007199254740993"}')).toBeUndefined();
  });
});

describe('deep nesting', () => {
  const depth = 100_000;

  it('is parsed with and without a number that must be kept', () => {
    for (const inner of ['', '1', '1234567890123456']) {
      const row = parseExactJson(`{"a":9,"deep":${nested(depth, inner)},"b":"]}"}`) as Record<
        string,
        unknown
      >;
      expect([numberText(row['a']), Array.isArray(row['deep']), row['b']]).toEqual(['9', true, ']}']);
    }
  });

  it('leaves numbers beside it exact, and text beside it whole', () => {
    const text = '\\"]}[{\\\\';
    const row = parseExactJson(
      `{"a":9007199254740993,"${text}":"${text}","deep":${nested(depth)},"list":[1,"${text}"],"b":{"c":1},"d":1e400}`,
    ) as Record<string, unknown>;
    expect([numberText(row['a']), numberText(row['d'])]).toEqual(['9007199254740993', '1e400']);
    expect(row['"]}[{\\']).toBe('"]}[{\\');
    expect(Object.keys(row)).toEqual(['a', '"]}[{\\', 'deep', 'list', 'b', 'd']);
    expect(Array.isArray(row['list'])).toBe(true);
  });

  it('is no JSON where a bracket is missing, whatever the numbers', () => {
    for (const inner of ['', '1234567890123456']) {
      expect(() => parseExactJson(`${'['.repeat(depth)}${inner}${']'.repeat(depth - 1)}`)).toThrow(
        SyntaxError,
      );
      expect(() => parseExactJson(`${nested(depth, inner)}]`)).toThrow(SyntaxError);
      expect(() => parseExactJson(`{"a":${nested(depth, inner)},}`)).toThrow(SyntaxError);
    }
  });

  it('does not break a sample', () => {
    expect(renderSample(parseExactJson(nested(depth)), 10).length).toBeLessThanOrEqual(11);
  });
});

describe('samples', () => {
  it.each([
    '5',
    '"text"',
    'null',
    'true',
    '[1,{"a":[]}]',
    '9007199254740993',
    '1e400',
    '[12345678901234567]',
  ])('show %s as it is', (json) => {
    expect(sample(json)).toBe(json);
  });

  it('are cut short, never within a character', () => {
    expect(sample(`"${'x'.repeat(30)}"`)).toBe(`"${'x'.repeat(19)}…`);
    expect(sample(`"${'x'.repeat(18)}😀"`)).toBe(`"${'x'.repeat(18)}\ufffd…`);
    expect(sample(`"${'x'.repeat(18)}"`)).toBe(`"${'x'.repeat(18)}"`);
  });
});
