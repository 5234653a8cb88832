import { ApiError } from './errors.ts';
import type { ResultColumn, StatementResult } from './session.ts';

/** A value as the Data API's JSON writes it. */
type Field = Readonly<Record<string, unknown>>;

interface TypeAnswer {
  readonly typeName: string;
  readonly field: (text: string) => Field;
}

const asText = (typeName: string): TypeAnswer => ({ typeName, field: (text) => ({ stringValue: text }) });
// JSON takes a number of any length; a JavaScript number would round it.
const asInteger = (typeName: string): TypeAnswer => ({
  typeName,
  field: (text) => ({ longValue: rawJson(text) }),
});
const asFloat = (typeName: string): TypeAnswer => ({
  typeName,
  field: (text) => ({ doubleValue: Number(text) }),
});

/** By PostgreSQL's number of the type. */
const types: Readonly<Record<number, TypeAnswer>> = {
  16: { typeName: 'bool', field: (text) => ({ booleanValue: text === 't' }) },
  20: asInteger('int8'),
  21: asInteger('int2'),
  23: asInteger('int4'),
  700: asFloat('float4'),
  701: asFloat('float8'),
  1042: asText('bpchar'),
  1043: asText('varchar'),
  1082: asText('date'),
  1114: asText('timestamp'),
  1184: asText('timestamptz'),
  1700: asText('numeric'),
};

const answerOf = (column: ResultColumn): TypeAnswer => types[column.typeId] ?? asText('varchar');

/** Gives a page of a result, from the row that `token` names. */
export function resultPage(
  result: StatementResult,
  page: { readonly token: string | undefined; readonly rows: number },
): Readonly<Record<string, unknown>> {
  const { columns, rows } = result;
  if (columns === undefined)
    throw new ApiError(
      'ResourceNotFoundException',
      'Query does not have result. Please check query status with DescribeStatement.',
    );
  const from = page.token === undefined ? 0 : Number(page.token);
  if (!Number.isInteger(from)) throw new ApiError('ValidationException', 'Invalid NextToken.');
  const to = from + page.rows;
  const answers = columns.map(answerOf);
  return {
    ColumnMetadata: columns.map(metadata),
    Records: rows
      .slice(from, to)
      .map((row) => row.map((value, i) => (value === null ? { isNull: true } : answers[i]!.field(value)))),
    TotalNumRows: rows.length,
    ...(to < rows.length ? { NextToken: String(to) } : {}),
  };
}

function metadata(column: ResultColumn): Readonly<Record<string, unknown>> {
  const { name, modifier } = column;
  const { typeName } = answerOf(column);
  const size = modifier - 4;
  const isNumeric = typeName === 'numeric' && size >= 0;
  return {
    name,
    label: name,
    typeName,
    length: 0,
    nullable: 1,
    precision: isNumeric ? (size >> 16) & 0xffff : Math.max(size, 0),
    scale: isNumeric ? size & 0xffff : 0,
  };
}

function rawJson(text: string): unknown {
  return (JSON as unknown as { readonly rawJSON: (text: string) => unknown }).rawJSON(text);
}
