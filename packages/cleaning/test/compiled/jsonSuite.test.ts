import {
  acceptedNumbers,
  acceptedStrings,
  acceptedStructures,
  eitherNumbers,
  eitherStrings,
  notUtf8,
  rejectedNumbers,
  rejectedStrings,
  rejectedStructures,
} from '@sales/fuzz';
import { describe, expect, it } from 'vitest';
import { rejectLines } from '../cleaned.ts';
import { saleLine } from '../sale.ts';
import { readCase } from './readers.ts';
import { oneText, sameReading } from './sameReading.ts';

const accepted = [...acceptedNumbers, ...acceptedStrings, ...acceptedStructures];
const either = [...eitherNumbers, ...eitherStrings];
const rejected = [...rejectedNumbers, ...rejectedStrings, ...rejectedStructures];

/** What becomes of a line: a row, or refused for the line itself or for its fields. */
type Verdict = 'row' | 'fields' | 'invalid_utf8' | 'malformed_json' | 'not_an_object';

/** Reads lines among plain ones in all ways, and lists those that have none of the expected verdicts. */
function others(lines: readonly Buffer[], ...expected: readonly Verdict[]): string[] {
  const newline = Buffer.from('\n');
  const plain = Buffer.from(`${saleLine()}\n`);
  const fuzzCase = oneText(
    'sales',
    Buffer.concat([plain, ...lines.flatMap((line) => [plain, line, newline])]),
  );
  const { fastLines } = sameReading(fuzzCase);
  expect(fastLines).toBeGreaterThan(lines.length / 3);
  const rejects = readCase(fuzzCase, 'reference').drained.flatMap((one) =>
    rejectLines(Buffer.from(one.rejects)),
  );
  const byLine = new Map(rejects.map(({ line, reasons }) => [line, reasons]));
  return lines.flatMap((line, index) => {
    const reasons = byLine.get(3 + 2 * index) ?? [];
    const isOfLine = /^(?:invalid_utf8|malformed_json|not_an_object)$/.test(reasons.join());
    const verdict = (reasons.length === 0 ? 'row' : isOfLine ? reasons[0] : 'fields') as Verdict;
    return expected.includes(verdict) ? [] : [`${verdict}: ${line.toString().slice(-200)}`];
  });
}

/** Puts values into a line, where it has a `~`. */
function placedIn(line: string, values: readonly Buffer[]): Buffer[] {
  const [before, after] = line.split('~');
  return values.map((value) => Buffer.concat([Buffer.from(before!), value, Buffer.from(after!)]));
}

describe.each([
  ['an unknown field', saleLine({}, { extra: '~' })],
  ['an unknown field that comes first', `{"extra":~,${saleLine().slice(1)}`],
  ['a list in an unknown field', saleLine({}, { extra: '[1,~]' })],
  ['an object in an unknown field', saleLine({}, { extra: '{"a":~}' })],
  ['a field that is written again', saleLine().replace('"city":', '"city":~,"city":')],
])('as the value of %s', (_, line) => {
  it('JSON makes a row, also where other parsers stumble', () => {
    expect(others(placedIn(line, [...accepted, ...either]), 'row')).toEqual([]);
  });

  it('what is no JSON is malformed', () => {
    expect(others(placedIn(line, rejected), 'malformed_json')).toEqual([]);
  });

  it('what is no UTF-8 is refused for that', () => {
    expect(others(placedIn(line, notUtf8), 'invalid_utf8')).toEqual([]);
  });
});

describe.each([
  'transaction_id',
  'store_id',
  'city',
  'category',
  'date',
  'quantity_sold',
  'unit_price',
  'total_amount',
])('as the value of %s', (field) => {
  const line = saleLine({}, { [field]: '~' });

  it('JSON is judged by the rule of the field', () => {
    expect(others(placedIn(line, [...accepted, ...either]), 'row', 'fields')).toEqual([]);
  });

  it('what is no JSON is malformed', () => {
    expect(others(placedIn(line, rejected), 'malformed_json')).toEqual([]);
  });

  it('what is no UTF-8 is refused for that', () => {
    expect(others(placedIn(line, notUtf8), 'invalid_utf8')).toEqual([]);
  });
});

it('any string may be a key, and nothing else', () => {
  const line = `{~:1,${saleLine().slice(1)}`;
  expect(others(placedIn(line, [...acceptedStrings, ...eitherStrings]), 'row')).toEqual([]);
  const noKeys = [...acceptedNumbers, ...acceptedStructures, ...rejectedStrings, ...rejectedStructures];
  expect(others(placedIn(line, noKeys), 'malformed_json')).toEqual([]);
});

describe('as a whole line', () => {
  it('an object lacks fields, and any other JSON is no object', () => {
    const objects = accepted.filter((line) => line.toString().startsWith('{'));
    expect(objects.length).toBeGreaterThan(5);
    expect(others(objects, 'fields')).toEqual([]);
    expect(
      others(
        [...accepted, ...either].filter((line) => !objects.includes(line)),
        'not_an_object',
      ),
    ).toEqual([]);
  });

  it('what is no JSON is malformed', () => {
    expect(others(rejected, 'malformed_json')).toEqual([]);
  });

  it('what is no UTF-8 is refused for that', () => {
    expect(others(notUtf8, 'invalid_utf8')).toEqual([]);
  });
});

it('line feeds belong to JSON between the rows of an array, but not into a string', () => {
  const sale = saleLine();
  const spread = sale.replaceAll(',"', '\n,\r\n"').replace('{', '{\n').replace('}', '\n}');
  const broken = sale.replace('Porto', 'Por\nto');
  const array = oneText('sales', `[\n${[sale, spread, broken, spread, sale].join('\n,\n')}\n]\n`).objects[0]!;
  const lines = oneText('sales', `${sale}\n`.repeat(9));
  const fuzzCase = { ...lines, objects: [{ ...array, key: 'a.json' }, ...lines.objects] };
  expect(sameReading(fuzzCase)).toMatchObject({ lines: 14, fastLines: 8 });
  const rejects = readCase(fuzzCase, 'reference').drained.flatMap((one) =>
    rejectLines(Buffer.from(one.rejects)),
  );
  expect(rejects.map(({ reasons, raw }) => [reasons, raw])).toEqual([[['malformed_json'], broken]]);
});
