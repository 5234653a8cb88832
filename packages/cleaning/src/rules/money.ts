import { type Decimal, type MoneyField, parseDecimal, scaledInteger } from '@sales/schema';
import { numberText } from '../json.ts';
import { absent, boundsFault, kept, type Repair, type Rule } from './rule.ts';
import { trim } from './trim.ts';

const centsPlaces = 2;
const groupedWhole = /^([+-]?)\$?(\d{1,3}(?:,\d{3})+)(?![\d,])/;
const leadingDollar = /^([+-]?)\$(?=[\d.])/;

/** Reads an amount exactly: a JSON number or text, perhaps with `$` and grouping commas, rounded half up to cents. */
export function moneyRule(field: MoneyField): Rule {
  return (raw) => {
    if (raw === undefined || raw === null) return absent(field);
    const isText = typeof raw === 'string';
    const text = isText ? trim(raw) : numberText(raw);
    if (text === '') return absent(field);
    const decimal = text === undefined ? undefined : isText ? parseAmount(text) : parseDecimal(text);
    if (decimal === undefined) return { fault: 'invalid' };
    const cents = scaledInteger(decimal, centsPlaces);
    if (cents === undefined) {
      return { fault: decimal.negative && field.minCents > 0n ? 'not_positive' : 'out_of_range' };
    }
    const fault = boundsFault(cents, field.minCents, field.maxCents);
    if (fault !== undefined) return { fault };
    const repairs: Repair[] = [];
    if (isText && text!.length !== raw.length) repairs.push('trimmed');
    if (isText) repairs.push('reformatted');
    if (decimal.digits.length > decimal.point + centsPlaces) repairs.push('rounded');
    return kept(cents, repairs);
  };
}

/** Parses an amount written by people: `-$1,234.50`. Undefined when it is none. */
export function parseAmount(text: string): Decimal | undefined {
  const ungrouped = text.replace(
    groupedWhole,
    (_, sign: string, whole: string) => sign + whole.replaceAll(',', ''),
  );
  return parseDecimal(ungrouped.replace(leadingDollar, '$1'));
}
