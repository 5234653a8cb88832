import { WarehouseError } from '@sales/warehouse';

/**
 * Gives a statement that only reads, without what ends it; fails for any other.
 *
 * The Data API opens no READ ONLY transaction, and a batch that is rolled back has no results. But Redshift has no
 * SELECT that changes data, save SELECT INTO: no function with side effects, no WITH around an INSERT, and its EXPLAIN
 * does not run what it explains. So the words tell. What a user may do is still for its grants to say.
 */
export function readOnlyStatement(sql: string): string | WarehouseError {
  const words = wordsOf(sql);
  while (words.at(-1)?.word === ';') words.pop();
  const last = words.at(-1);
  if (last === undefined) return refuse('The query is empty. Write a SELECT.');
  if (words.some(({ word }) => word === ';'))
    return refuse('The warehouse answers one statement at a time. Send each on its own.');
  const fault = faultOf(words.map(({ word }) => word));
  return fault === undefined ? sql.slice(0, last.end) : refuse(fault);
}

function faultOf([first = '', ...rest]: readonly string[]): string | undefined {
  switch (first) {
    case 'EXPLAIN': {
      const [next = '', ...others] = rest;
      // Of Redshift's own there is only EXPLAIN VERBOSE; ANALYZE would run what it explains.
      return faultOf(next === 'VERBOSE' ? others : rest);
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

/** Gives the words and signs of a statement, upper case, less texts, quoted names and comments. */
function wordsOf(sql: string): Word[] {
  const tokens =
    /'(?:[^'\\]|''|\\[^])*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[^]*?\*\/|\$\$[^]*?\$\$|[A-Za-z_]\w*|[0-9.]+|\s+|[^]/g;
  const words: Word[] = [];
  for (const { 0: token, index } of sql.matchAll(tokens)) {
    if (/^(?:\s|--|\/\*)/.test(token)) continue;
    const word = /^['"$]/.test(token) ? "''" : token.toUpperCase();
    words.push({ word, end: index + token.length });
  }
  return words;
}

function refuse(message: string): WarehouseError {
  return new WarehouseError({ reason: 'NotReadOnly', message });
}
