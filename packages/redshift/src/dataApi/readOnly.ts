import { WarehouseError } from '@sales/warehouse';

/**
 * Gives a statement that only reads, without what ends it; fails for any other.
 *
 * The Data API opens no READ ONLY transaction, and a batch that is rolled back has no results. But Redshift has no
 * SELECT that changes data, save SELECT INTO: no function with side effects, no WITH around an INSERT, and its EXPLAIN
 * does not run what it explains. So the words tell. What a user may do is still for its grants to say.
 */
export function readOnlyStatement(sql: string): string | WarehouseError {
  const words = wordsOf(sql, escaped);
  // Whether a backslash escapes in a text is a setting, so the statement must only read either way.
  const fault = faultOf(words) ?? faultOf(wordsOf(sql, plain));
  if (fault !== undefined) return new WarehouseError({ reason: 'NotReadOnly', message: fault });
  return sql.slice(0, words.findLast(({ word }) => word !== ';')!.end);
}

function faultOf(all: readonly Word[]): string | undefined {
  const words = all.slice(0, all.findLastIndex(({ word }) => word !== ';') + 1).map(({ word }) => word);
  if (words.length === 0) return 'The query is empty. Write a SELECT.';
  if (words.includes(';')) return 'The warehouse answers one statement at a time. Send each on its own.';
  return writingFault(words);
}

function writingFault([first = '', ...rest]: readonly string[]): string | undefined {
  switch (first) {
    case 'EXPLAIN': {
      const [next = '', ...others] = rest;
      // Of Redshift's own there is only EXPLAIN VERBOSE; ANALYZE would run what it explains.
      return writingFault(next === 'VERBOSE' ? others : rest);
    }
    case 'SHOW':
      return undefined;
    case '(':
    case 'SELECT':
    case 'WITH':
    case 'VALUES': {
      const writes = rest.find((word, i) => word === 'INTO' || (changes.has(word) && opens(rest[i - 1])));
      return writes === undefined
        ? undefined
        : `A query may only read, and this one writes (${writes}). Write it as SELECT.`;
    }
    default:
      return `A query may only read, and this one is ${first}. Write it as SELECT.`;
  }
}

const changes = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'TRUNCATE', 'COPY', 'UNLOAD']);

/** Tells whether a statement may begin after a word: these can also be names of columns elsewhere. */
function opens(before: string | undefined): boolean {
  return before === undefined || before === '(' || before === ')' || before === 'AS';
}

interface Word {
  readonly word: string;
  readonly end: number;
}

const escaped = /'(?:[^'\\]|''|\\[^])*'/;
const plain = /'(?:[^']|'')*'/;

/** Gives the words and signs of a statement, upper case, less texts, quoted names and comments. */
function wordsOf(sql: string, text: RegExp): Word[] {
  const tokens = new RegExp(
    `${text.source}|"(?:[^"]|"")*"|--[^\\n]*|/\\*[^]*?\\*/|\\$\\$[^]*?\\$\\$|[A-Za-z_]\\w*|[0-9.]+|\\s+|[^]`,
    'g',
  );
  const words: Word[] = [];
  for (const { 0: token, index } of sql.matchAll(tokens)) {
    if (/^(?:\s|--|\/\*)/.test(token)) continue;
    const word = /^['"$]/.test(token) ? "''" : token.toUpperCase();
    words.push({ word, end: index + token.length });
  }
  return words;
}
