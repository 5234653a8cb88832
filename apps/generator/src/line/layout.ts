import type { ResolvedOptions } from '../options.ts';
import { Random } from '../random/random.ts';
import { escapeOften } from './escape.ts';
import { type FieldName, fieldNames } from './fields.ts';

/** How a file is laid out: the same for all of its clean lines. */
export interface Layout {
  /** The fields as they follow each other. */
  readonly order: readonly FieldName[];
  /** Each field's key, with its quotes. */
  readonly keys: Readonly<Record<FieldName, string>>;
  /** What stands between two members of an object, and between a key and its value. */
  readonly comma: string;
  readonly colon: string;
  /** What stands before the first row, between two rows and after the last. */
  readonly start: string;
  readonly separator: string;
  readonly end: string;
}

/** Every plain file looks as Python's json module writes it; every hostile file in a way of its own. */
export function fileLayout(options: ResolvedOptions, file: number): Layout {
  const isArray = options.format === 'array';
  if (options.shape === 'plain')
    return {
      order: fieldNames,
      keys: quotedKeys((name) => name),
      comma: ', ',
      colon: ': ',
      start: isArray ? '[\n' : '',
      separator: isArray ? ',\n' : '\n',
      end: isArray ? '\n]\n' : '\n',
    };
  const random = new Random(options.seed, 1000 + file);
  const lineEnd = random.pick(['\n', '\r\n']);
  return {
    order: random.shuffle([...fieldNames]),
    keys: quotedKeys((name) => (random.below(8) === 0 ? escapeOften(name, random) : name)),
    comma: random.pick([',', ', ', ' ,\t']),
    colon: random.pick([':', ': ', ' : ']),
    start: random.pick(['', '\uFEFF']) + (isArray ? `[${lineEnd}` : ''),
    separator: isArray ? `,${lineEnd}` : lineEnd,
    end: (isArray ? ']' : '') + random.pick(['', lineEnd]),
  };
}

function quotedKeys(spell: (name: FieldName) => string): Record<FieldName, string> {
  return Object.fromEntries(fieldNames.map((name) => [name, `"${spell(name)}"`])) as Record<
    FieldName,
    string
  >;
}
