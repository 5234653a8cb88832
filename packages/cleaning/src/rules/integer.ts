import { type IntegerField, isIntegral, parseDecimal, scaledInteger } from '@sales/schema';
import { numberText } from '../json.ts';
import { absent, boundsFault, kept, type Repair, type Rule } from './rule.ts';
import { trim } from './trim.ts';

const reformatted: readonly Repair[] = ['reformatted'];
const trimmedToo: readonly Repair[] = ['trimmed', 'reformatted'];

/** Reads a whole number from a JSON number or from text; a decimal is fine as long as it is integral. */
export function integerRule(field: IntegerField): Rule {
  const min = BigInt(field.min);
  const max = BigInt(field.max);
  return (raw) => {
    if (raw === undefined || raw === null) return absent(field);
    const isText = typeof raw === 'string';
    const text = isText ? trim(raw) : numberText(raw);
    if (text === '') return absent(field);
    const decimal = text === undefined ? undefined : parseDecimal(text);
    if (decimal === undefined || !isIntegral(decimal)) return { fault: 'invalid' };
    const value = scaledInteger(decimal, 0);
    if (value === undefined) {
      return { fault: decimal.negative && field.min > 0 ? 'not_positive' : 'out_of_range' };
    }
    const fault = boundsFault(value, min, max);
    if (fault !== undefined) return { fault };
    if (!isText) return kept(Number(value));
    return kept(Number(value), text!.length === raw.length ? reformatted : trimmedToo);
  };
}
