import { openEnum, salesContract } from '@sales/schema';
import { describe, expect, it } from 'vitest';
import { enumRule } from '../../src/rules/enum.ts';
import { readWritten } from '../reading.ts';

const colour = enumRule(
  openEnum(['Red', 'Sky Blue', 'Été'], { aliases: { 'Sky Blue': ['azure', 'Light Blue'] } }),
);

describe('an open enumeration', () => {
  it.each([
    ['"Red"', 'Red', []],
    ['" Red "', 'Red', ['trimmed']],
    ['"RED"', 'Red', ['canonicalised']],
    ['"\u00a0rEd\\n"', 'Red', ['trimmed', 'canonicalised']],
    ['"AZURE"', 'Sky Blue', ['canonicalised']],
    ['"light blue"', 'Sky Blue', ['canonicalised']],
    ['"Sky  Blue"', 'Sky  Blue', ['unknown']],
    ['"Mauve"', 'Mauve', ['unknown']],
    ['" Mauve"', 'Mauve', ['trimmed', 'unknown']],
    ['"été"', 'été', ['unknown']],
    ['"ÉTÉ"', 'ÉTÉ', ['unknown']],
    ['"Mau\\ud800ve"', 'Mau\ufffdve', ['unknown']],
    ['"constructor"', 'constructor', ['unknown']],
    ['"__proto__"', '__proto__', ['unknown']],
  ])('reads %s as %j with repairs %j', (json, value, repairs) => {
    expect(readWritten(colour, json)).toEqual({ value, repairs });
  });

  it('folds only the ASCII letters of a value that has others', () => {
    expect(readWritten(colour, '"ÉTé"')).toEqual({ value: 'Été', repairs: ['canonicalised'] });
    expect(readWritten(colour, '"éTé"')).toEqual({ value: 'éTé', repairs: ['unknown'] });
  });

  it.each([undefined, 'null', '""', '" "'])('reads %s as null', (json) => {
    expect(readWritten(colour, json)).toEqual({ value: null, repairs: [] });
    expect(readWritten(enumRule(openEnum([], { required: true })), json)).toEqual({ fault: 'missing' });
  });

  it.each(['5', 'true', '[]', '["Red"]', '{}'])('does not read %s', (json) => {
    expect(readWritten(colour, json)).toEqual({ fault: 'invalid' });
  });

  it('holds 256 bytes of a value nobody listed', () => {
    expect(readWritten(colour, `"${'é'.repeat(128)}"`)).toMatchObject({ repairs: ['unknown'] });
    expect(readWritten(colour, `"${'é'.repeat(128)}x"`)).toEqual({ fault: 'out_of_range' });
  });
});

it.each(['category', 'payment_method'] as const)('knows every spelling of %s in any ASCII case', (name) => {
  const field = salesContract.fields[name];
  const rule = enumRule(field);
  const aliases: Readonly<Record<string, readonly string[]>> = field.aliases;
  for (const value of field.values) {
    for (const spelling of [value, ...(aliases[value] ?? [])]) {
      for (const written of [spelling, spelling.toUpperCase(), spelling.toLowerCase()])
        expect(rule(written)).toEqual({ value, repairs: written === value ? [] : ['canonicalised'] });
    }
  }
});
