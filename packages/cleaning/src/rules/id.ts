import { type IdField, isIntegral, parseDecimal } from '@sales/schema';
import { numberText } from '../json.ts';
import { absent, kept, type Reading, type Repair, type Rule } from './rule.ts';
import { asciiUpperCase, fits, trim } from './trim.ts';

/** Reads an identifier: text, trimmed and perhaps upper-cased, or an integer number written out in digits. */
export function idRule(field: IdField): Rule {
  return (raw) => {
    if (raw === undefined || raw === null) return absent(field);
    if (typeof raw === 'string') return readText(raw, field);
    const number = numberText(raw);
    return number === undefined ? { fault: 'invalid' } : readNumber(number, field);
  };
}

function readText(raw: string, field: IdField): Reading {
  const trimmed = trim(raw).toWellFormed();
  if (trimmed === '') return absent(field);
  if (!fits(trimmed, field.maxBytes)) return { fault: 'out_of_range' };
  const value = field.upperCase ? asciiUpperCase(trimmed) : trimmed;
  if (value === raw) return kept(value);
  const repairs: Repair[] = [];
  if (trimmed.length !== raw.length) repairs.push('trimmed');
  if (value !== trimmed) repairs.push('upper_cased');
  return kept(value, repairs);
}

function readNumber(text: string, field: IdField): Reading {
  const decimal = parseDecimal(text);
  if (decimal === undefined || !isIntegral(decimal)) return { fault: 'invalid' };
  const { digits, negative, point } = decimal;
  if (point + (negative ? 1 : 0) > field.maxBytes) return { fault: 'out_of_range' };
  return kept(`${negative ? '-' : ''}${digits.padEnd(point, '0') || '0'}`, ['reformatted']);
}
