import { isUtf8 } from 'node:buffer';
import type { Rule } from '../rules/rule.ts';

/**
 * Tells whether bytes are text that a rule keeps as it stands. Control characters are never clean: between quotes they would
 * be no JSON, and the same text with them escaped would.
 */
export function isCleanText(rule: Rule, bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  // oxlint-disable-next-line no-control-regex -- JSON forbids just these in strings (RFC 8259, section 7).
  if (!isUtf8(bytes) || /[\u0000-\u001f]/.test(text)) return false;
  const reading = rule(text);
  return 'value' in reading && reading.value === text && reading.repairs.length === 0;
}
