import type { TextField } from '@sales/schema';
import { absent, kept, type Repair, type Rule } from './rule.ts';
import { fits, trim } from './trim.ts';

const trimmedOnly: readonly Repair[] = ['trimmed'];

/** Reads free text: trimmed, empty is null, lone surrogates become U+FFFD as UTF-8 cannot hold them. */
export function textRule(field: TextField): Rule {
  return (raw) => {
    if (raw === undefined || raw === null) return absent(field);
    if (typeof raw !== 'string') return { fault: 'invalid' };
    const value = trim(raw).toWellFormed();
    if (value === '') return absent(field);
    if (!fits(value, field.maxBytes)) return { fault: 'out_of_range' };
    return value.length === raw.length ? kept(value) : kept(value, trimmedOnly);
  };
}
