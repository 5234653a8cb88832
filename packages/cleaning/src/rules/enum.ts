import type { EnumField } from '@sales/schema';
import { absent, kept, type Reading, type Rule } from './rule.ts';
import { asciiLowerCase, fits, trim } from './trim.ts';

/** Reads an open enumeration: any known spelling becomes the canonical value, an unknown one is kept and noticed. */
export function enumRule(field: EnumField): Rule {
  const canonical = new Map<string, string>();
  for (const value of field.values) canonical.set(asciiLowerCase(value), value);
  for (const [value, spellings] of Object.entries(field.aliases))
    for (const spelling of spellings) canonical.set(asciiLowerCase(spelling), value);
  const asWritten = new Map<string, Reading>(field.values.map((value) => [value, kept(value)]));

  return (raw) => {
    if (raw === undefined || raw === null) return absent(field);
    if (typeof raw !== 'string') return { fault: 'invalid' };
    const known = asWritten.get(raw);
    if (known !== undefined) return known;
    const trimmed = trim(raw).toWellFormed();
    if (trimmed === '') return absent(field);
    const value = canonical.get(asciiLowerCase(trimmed));
    const wasTrimmed = trimmed.length !== raw.length;
    if (value === undefined) {
      if (!fits(trimmed, field.maxBytes)) return { fault: 'out_of_range' };
      return kept(trimmed, wasTrimmed ? ['trimmed', 'unknown'] : ['unknown']);
    }
    if (value === trimmed) return kept(value, ['trimmed']);
    return kept(value, wasTrimmed ? ['trimmed', 'canonicalised'] : ['canonicalised']);
  };
}
