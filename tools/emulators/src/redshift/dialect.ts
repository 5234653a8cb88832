/**
 * Turns a statement of Redshift's into PostgreSQL's, from which it descends: layout clauses go, and so do keys, which
 * Redshift does not enforce either.
 */
export function asPostgres(sql: string): string {
  return outsideTexts(sql, (code) =>
    code
      .replaceAll(/\s+DISTSTYLE\s+(?:ALL|EVEN|AUTO|KEY)\b/gi, '')
      .replaceAll(/\s+DISTKEY\s*\([^)]*\)/gi, '')
      .replaceAll(/\s+(?:COMPOUND\s+|INTERLEAVED\s+)?SORTKEY\s*\([^)]*\)/gi, '')
      .replaceAll(/,\s*PRIMARY\s+KEY\s*\([^)]*\)/gi, ''),
  );
}

/** What PostgreSQL would take and Redshift does not. */
const unknownToRedshift: readonly (readonly [pattern: RegExp, word: string])[] = [
  [/\bON\s+CONFLICT\b/i, 'CONFLICT'],
  [/\bRETURNING\b/i, 'RETURNING'],
  [/\bDISTINCT\s+ON\b/i, 'ON'],
  [/\bIS\s+(?:NOT\s+)?DISTINCT\s+FROM\b/i, 'DISTINCT'],
  [/\bLATERAL\b/i, 'LATERAL'],
  [/\bFILTER\s*\(/i, '('],
  [/^\s*WITH\b[\s\S]*\b(?:INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|MERGE\s+INTO)\b/i, 'WITH'],
];

/** Names the word at which Redshift would stop reading a statement that PostgreSQL reads, if there is one. */
export function syntaxFault(sql: string): string | undefined {
  let fault: string | undefined;
  outsideTexts(sql.replaceAll(/"(?:[^"]|"")*"/g, '""'), (code) => {
    fault ??= unknownToRedshift.find(([pattern]) => pattern.test(code))?.[1];
    return code;
  });
  return fault;
}

/** Tells whether a statement commits what its transaction did before it. */
export function commits(sql: string): boolean {
  return /^\s*(?:TRUNCATE|VACUUM)\b/i.test(sql);
}

/** Applies a change to the parts of a statement that are no texts or comments; quoted names are left in. */
function outsideTexts(sql: string, change: (code: string) => string): string {
  return sql
    .split(/('(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\/)/)
    .map((part, i) => (i % 2 === 0 ? change(part) : part))
    .join('');
}
