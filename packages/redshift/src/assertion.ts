import type { Dialect, Statement } from '@sales/warehouse';

const letters = 'abcdefghijklmnopqrstuvwxyz';

/**
 * Renders a query that fails with the sentence of the first check that fails.
 *
 * Redshift has no function that raises an error, so the sentence is cast to a number. The cast is around the CASE: a
 * constant inside of it would be cast when the statement is planned, whatever it holds. The error names at least the
 * first character that is no digit; so a letter ahead of each sentence tells which check it was.
 */
export const renderAssertion: Dialect['assert'] = (from, checks) =>
  `SELECT CAST(CASE
  ${checks.map(({ failsWhen, sentence }, i) => `WHEN ${failsWhen} THEN '${letters[i]!}: ' || ${sentence}`).join('\n  ')}
  ELSE '1'
END AS INTEGER) AS holds
FROM ${from}`;

/** Finds in Redshift's error what a failed assertion said: its sentence, or else the name of the check. */
export function explainAssertion(statement: Statement, error: string): string | undefined {
  const { checks = [] } = statement;
  const [, sentence] = /\b[a-z]: ([A-Z][^"\n]*\.)/.exec(error) ?? [];
  if (sentence !== undefined) return sentence;
  const [, letter] = /Invalid digit, Value '([a-z])', Pos 0/.exec(error) ?? [];
  const check = letter === undefined ? undefined : checks[letters.indexOf(letter)];
  return check === undefined
    ? undefined
    : `The load was refused, for this does not hold: ${check}. Nothing was loaded.`;
}
