import type { FileMetaData, SchemaElement } from 'hyparquet';
import { ParquetError } from './errors.ts';
import type { ColumnSchema, ColumnType, TableSchema } from './table.ts';

const MAX_DECIMAL_DIGITS = 18; // what every INT64 can hold

/** Renders a schema as Parquet's: the root, then one flat element a column. Throws ParquetError for a schema no file can have. */
export function schemaElements(schema: TableSchema): SchemaElement[] {
  if (schema.length === 0) throw new ParquetError('A table needs at least one column.');
  const names = new Set<string>();
  for (const { name, type } of schema) {
    if (name === '' || names.has(name))
      throw new ParquetError(`The column name "${name}" is empty or given twice.`);
    names.add(name);
    if (type.kind === 'decimal') checkDecimal(name, type.precision, type.scale);
  }
  return [{ name: 'schema', num_children: schema.length }, ...schema.map(schemaElement)];
}

function schemaElement({ name, type, nullable }: ColumnSchema): SchemaElement {
  return { name, repetition_type: nullable ? 'OPTIONAL' : 'REQUIRED', ...physicalType(type) };
}

// Converted types stand beside logical types because DuckDB reads columns that carry only the logical one as raw numbers
// and bytes.
function physicalType(
  type: ColumnType,
): Pick<SchemaElement, 'type' | 'converted_type' | 'logical_type' | 'precision' | 'scale'> {
  switch (type.kind) {
    case 'text':
      return { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } };
    case 'int32':
      return { type: 'INT32' };
    case 'int64':
      return { type: 'INT64' };
    case 'date':
      return { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } };
    case 'timestamp':
      // No logical type here: adjusted to UTC, DuckDB would read TIMESTAMP WITH TIME ZONE; not adjusted, Spark would
      // read TIMESTAMP_NTZ. The converted type alone is a plain TIMESTAMP, in UTC, to all of them.
      return { type: 'INT64', converted_type: 'TIMESTAMP_MICROS' };
    case 'decimal': {
      const { precision, scale } = type;
      return {
        type: 'INT64',
        converted_type: 'DECIMAL',
        logical_type: { type: 'DECIMAL', precision, scale },
        precision,
        scale,
      };
    }
  }
}

function checkDecimal(name: string, precision: number, scale: number): void {
  const precisionFits = Number.isInteger(precision) && precision >= 1 && precision <= MAX_DECIMAL_DIGITS;
  if (precisionFits && Number.isInteger(scale) && scale >= 0 && scale <= precision) return;
  throw new ParquetError(
    `Column "${name}" is DECIMAL(${precision},${scale}); the precision must be 1 to ${MAX_DECIMAL_DIGITS} and the scale 0 to the precision.`,
  );
}

/** Reads a file's schema back. Throws ParquetError, naming the column, for nested columns and types this package has no column for. */
export function tableSchema(metadata: FileMetaData): TableSchema {
  const [root, ...elements] = metadata.schema;
  if (root?.num_children !== elements.length) {
    const nested = elements.find((element) => element.num_children);
    throw new ParquetError(
      `Column "${nested?.name ?? root?.name}" is nested; only flat columns can be read.`,
    );
  }
  return elements.map((element) => {
    if (element.repetition_type === 'REPEATED') {
      throw new ParquetError(`Column "${element.name}" is repeated; only flat columns can be read.`);
    }
    return {
      name: element.name,
      type: columnType(element),
      nullable: element.repetition_type !== 'REQUIRED',
    };
  });
}

const COLUMN_TYPES: Readonly<Record<string, ColumnType>> = {
  'BYTE_ARRAY UTF8': { kind: 'text' },
  INT32: { kind: 'int32' },
  'INT32 INT_32': { kind: 'int32' },
  INT64: { kind: 'int64' },
  'INT64 INT_64': { kind: 'int64' },
  'INT32 DATE': { kind: 'date' },
  'INT64 TIMESTAMP_MICROS': { kind: 'timestamp' },
};

function columnType(element: SchemaElement): ColumnType {
  const annotation = annotationOf(element);
  if (annotation === 'DECIMAL' && (element.type === 'INT32' || element.type === 'INT64')) {
    return { kind: 'decimal', precision: element.precision ?? 0, scale: element.scale ?? 0 };
  }
  const described = annotation === undefined ? `${element.type}` : `${element.type} ${annotation}`;
  const type = COLUMN_TYPES[described];
  if (type) return type;
  throw new ParquetError(
    `Column "${element.name}" is ${described}; this package has no column for that type.`,
  );
}

/** Names what the bytes mean by the converted type, also for files that carry only the logical type. */
function annotationOf({
  converted_type: converted,
  logical_type: logical,
}: SchemaElement): string | undefined {
  if (converted !== undefined || logical === undefined) return converted;
  switch (logical.type) {
    case 'STRING':
      return 'UTF8';
    case 'TIMESTAMP':
      return `TIMESTAMP_${logical.unit}`;
    case 'INTEGER':
      return `${logical.isSigned ? '' : 'U'}INT_${logical.bitWidth}`;
    default:
      return logical.type;
  }
}
