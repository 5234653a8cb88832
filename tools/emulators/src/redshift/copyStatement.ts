import { SqlError } from './errors.ts';

/** A COPY, as far as loads of ours use it. */
export interface CopyStatement {
  readonly table: string;
  readonly columns: readonly string[] | undefined;
  readonly from: string;
  readonly role: string;
  readonly format: 'PARQUET' | 'CSV';
  readonly manifest: boolean;
  readonly fillRecord: boolean;
  readonly headerLines: number;
  /** The field that stands for null in CSV. */
  readonly nullText: string;
}

const start =
  /^\s*COPY\s+(?<table>[^\s(]+)\s*(?:\((?<columns>[^)]*)\))?\s*FROM\s+'(?<from>[^']*)'\s+IAM_ROLE\s+(?:'(?<role>[^']*)'|(?<own>default))(?<options>[\s\S]*)$/i;

/** The options of a COPY, in any order; Parquet takes few of them. */
const options: readonly (readonly [
  pattern: RegExp,
  takes: 'any' | 'CSV',
  set: (match: RegExpExecArray) => object,
])[] = [
  [/^FORMAT(?:\s+AS)?\s+(PARQUET|CSV)\b/i, 'any', ([, format]) => ({ format: format!.toUpperCase() })],
  [/^CSV\b/i, 'any', () => ({ format: 'CSV' })],
  [/^MANIFEST\b/i, 'any', () => ({ manifest: true })],
  [/^FILLRECORD\b/i, 'any', () => ({ fillRecord: true })],
  [/^STATUPDATE(?:\s+(?:ON|OFF))?\b/i, 'any', () => ({})],
  [/^IGNOREHEADER(?:\s+AS)?\s+(\d+)/i, 'CSV', ([, lines]) => ({ headerLines: Number(lines) })],
  [/^NULL(?:\s+AS)?\s+'([^']*)'/i, 'CSV', ([, text]) => ({ nullText: text })],
  [/^COMPUPDATE(?:\s+(?:ON|OFF|PRESET))?\b/i, 'CSV', () => ({})],
  [/^DATEFORMAT(?:\s+AS)?\s+'(?:auto|YYYY-MM-DD)'/i, 'CSV', () => ({})],
  [/^TIMEFORMAT(?:\s+AS)?\s+'[^']*'/i, 'CSV', () => ({})],
];

/** Reads a COPY, or gives nothing for another statement; throws SqlError for one that Redshift would refuse. */
export function parseCopy(sql: string): CopyStatement | undefined {
  if (!/^\s*COPY\b/i.test(sql)) return undefined;
  const { groups } = start.exec(sql) ?? {};
  if (groups === undefined) throw new SqlError('ERROR: syntax error at or near "COPY"');
  const { copy, csvOnly } = readOptions(groups['options']!);
  if (copy.format === undefined)
    throw new SqlError('ERROR: COPY of this format is not rehearsed: say FORMAT AS PARQUET or CSV');
  if (copy.format === 'PARQUET' && csvOnly !== undefined)
    throw new SqlError(`ERROR: ${csvOnly} is not supported for PARQUET`);
  return {
    table: groups['table']!,
    columns: groups['columns']?.split(',').map((name) => name.trim()),
    from: groups['from']!,
    role: groups['role'] ?? 'default',
    manifest: false,
    fillRecord: false,
    headerLines: 0,
    nullText: '\\N',
    ...copy,
    format: copy.format,
  };
}

function readOptions(text: string): {
  readonly copy: Partial<CopyStatement>;
  readonly csvOnly: string | undefined;
} {
  let rest = text.trim();
  let copy: Partial<CopyStatement> = {};
  let csvOnly: string | undefined;
  while (rest !== '') {
    const found = options
      .map(([pattern, takes, set]) => ({ match: pattern.exec(rest), takes, set }))
      .find(({ match }) => match !== null);
    const word = /^\S+/.exec(rest)![0];
    if (found === undefined) throw new SqlError(`ERROR: syntax error at or near "${word}"`);
    if (found.takes === 'CSV') csvOnly ??= word.toUpperCase();
    copy = { ...copy, ...found.set(found.match!) };
    rest = rest.slice(found.match![0].length).trim();
  }
  return { copy, csvOnly };
}
