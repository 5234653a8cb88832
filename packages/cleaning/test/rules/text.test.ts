import { text } from '@sales/schema';
import { describe, expect, it } from 'vitest';
import { textRule } from '../../src/rules/text.ts';
import { readWritten } from '../reading.ts';

const optional = textRule(text());
const required = textRule(text({ required: true }));

describe('text', () => {
  it.each([
    ['"Main Street"', 'Main Street', []],
    ['"  Main Street\\t"', 'Main Street', ['trimmed']],
    ['"\u00a0Main"', 'Main', ['trimmed']],
    ['"\u2003Main\u2003"', '\u2003Main\u2003', []],
    ['"Line\\nbreak"', 'Line\nbreak', []],
    ['"null"', 'null', []],
    ['"\\ud83d\\ude00"', '😀', []],
    ['"half \\ud83d pair"', 'half \ufffd pair', []],
    ['" \\udc00 "', '\ufffd', ['trimmed']],
  ])('%s is kept as %j with repairs %j', (json, value, repairs) => {
    expect(readWritten(optional, json)).toEqual({ value, repairs });
  });

  it.each([undefined, 'null', '""', '"   "', '"\\t\\r\\n\\u000b\\f\u00a0"'])(
    '%s is null where it may be',
    (json) => {
      expect(readWritten(optional, json)).toEqual({ value: null, repairs: [] });
      expect(readWritten(required, json)).toEqual({ fault: 'missing' });
    },
  );

  it.each(['5', '0', 'true', 'false', '[]', '["a"]', '{}', '12345678901234567890'])(
    '%s is no text',
    (json) => {
      expect(readWritten(optional, json)).toEqual({ fault: 'invalid' });
    },
  );

  it('holds at most its bytes after trimming', () => {
    const short = textRule(text({ maxBytes: 4 }));
    expect(readWritten(short, '"  éé  "')).toEqual({ value: 'éé', repairs: ['trimmed'] });
    expect(readWritten(short, '"ééa"')).toEqual({ fault: 'out_of_range' });
    // U+FFFD takes three bytes in the place of half a pair.
    expect(readWritten(short, '"\\ud83da"')).toEqual({ value: '\ufffda', repairs: [] });
    expect(readWritten(short, '"\\ud83dab"')).toEqual({ fault: 'out_of_range' });
  });
});
