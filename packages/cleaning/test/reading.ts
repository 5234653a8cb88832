import { parseExactJson } from '../src/json.ts';
import type { Rule } from '../src/rules/rule.ts';

/** Reads a field's value from JSON as it is written in a row; `undefined` stands for an absent key. */
export function readWritten(rule: Rule, json: string | undefined) {
  if (json === undefined) return rule(undefined);
  return rule((parseExactJson(`{"field":${json}}`) as { readonly field: unknown }).field);
}
