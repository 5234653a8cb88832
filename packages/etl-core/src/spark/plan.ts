import { renderCleaningViews, renderPlainViews } from '@sales/cleaning';
import {
  type ColumnDefinition,
  contractColumns,
  contractFields,
  factColumns,
  glueType,
  silverColumns,
} from '@sales/schema';
import { renderModelViews } from '@sales/star-schema';
import type { Pipeline } from '../pipeline.ts';

/** Rises whenever the jobs' scripts must change with the plan; a script refuses a plan of another format. */
const sparkPlanFormat = 1;

/** One thing that a job does; the scripts in `apps/glue-jobs` do no other. Folders are named by the batch. */
export type SparkStep =
  /** Names a query. `keep` holds its rows, because later steps read them more than once. */
  | { readonly view: string; readonly sql: string; readonly keep?: boolean }
  /** Names the lines of the batch's objects with their byte offsets; with `of`, only of the objects that it lists. */
  | { readonly lines: string; readonly of?: string }
  /** Names the Parquet files of a folder, whose columns are given as DDL. */
  | { readonly read: string; readonly folder: string; readonly columns: string }
  /** Writes a query; `like` is a folder whose size, times `share`, says into how many files. */
  | {
      readonly write: string;
      readonly sql: string;
      readonly format: 'parquet' | 'text';
      readonly partitionBy?: string;
      readonly like?: string;
      readonly share?: number;
      /** Settings of the session for this step alone. */
      readonly settings?: Readonly<Record<string, string>>;
    }
  /** Puts a query's rows into the job's report. */
  | { readonly report: string; readonly sql: string };

/** What the Spark jobs do for a contract and a star, whatever the batch. */
export interface SparkPlan {
  readonly format: number;
  readonly contract: { readonly name: string; readonly version: number };
  /** Settings of the session that the queries' meaning depends on. */
  readonly settings: Readonly<Record<string, string>>;
  readonly jobs: {
    readonly 'raw-to-silver': readonly SparkStep[];
    readonly 'silver-to-gold': readonly SparkStep[];
  };
}

const settings = {
  'spark.sql.mapKeyDedupPolicy': 'LAST_WIN',
  'spark.sql.parser.escapedStringLiterals': 'false',
  'spark.sql.session.timeZone': 'UTC',
  // Optimising so many layers must not copy them into each other, nor derive conditions from each pair of them.
  'spark.sql.constraintPropagation.enabled': 'false',
  'spark.sql.parquet.compression.codec': 'snappy',
  'spark.sql.parquet.writeLegacyFormat': 'false',
  // A file for each kind of row is open at once; else Spark would sort all rows by their kind.
  'spark.sql.maxConcurrentOutputFileWriters': '8',
  // Spark 4 else fails on bytes that are no UTF-8 instead of showing them as U+FFFD.
  'spark.sql.legacy.codingErrorAction': 'true',
  // Offsets and day numbers must not be read from folder names.
  'spark.sql.sources.partitionColumnTypeInference.enabled': 'false',
} as const;

const lineColumns = ['source_key', 'source_version', 'source_micros', 'block', 'line_id'] as const;
const stagedLine =
  'source_key STRING, source_version STRING, source_micros BIGINT, block BIGINT, line_id BIGINT';

/** Renders a pipeline's plan. It depends on nothing else, so it is deployed beside the scripts. */
export function renderSparkPlan(pipeline: Pipeline): SparkPlan {
  const { name, version } = pipeline.contract;
  return {
    format: sparkPlanFormat,
    contract: { name, version },
    settings,
    jobs: { 'raw-to-silver': rawToSilver(pipeline), 'silver-to-gold': silverToGold(pipeline) },
  };
}

function rawToSilver({ contract }: Pipeline): readonly SparkStep[] {
  const fields = contractFields(contract);
  const names = fields.map(([name]) => `\`${name}\``).join(', ');
  const clean = ddl(contractColumns(contract));
  const enums = fields.filter(([, { kind }]) => kind === 'enum').map(([name]) => name);
  const sums = fields.filter(([, { kind }]) => kind === 'money' || kind === 'product').map(([name]) => name);
  const plainColumns = `${stagedLine}, has_mark BOOLEAN, offset BIGINT, bytes BINARY, ${clean}, _row_offset BIGINT, _row_extras ARRAY<STRING>, kind STRING`;
  const ruledColumns = `${stagedLine}, ${clean}, _row_offset BIGINT, _row_reasons STRING, _row_repairs STRING, _row_extras ARRAY<STRING>, _row_raw BINARY, kind STRING`;
  const everyRow = `SELECT source_key, kind, _row_offset, _row_reasons, _row_repairs, _row_extras FROM ruled
UNION ALL SELECT source_key, kind, _row_offset, NULL, NULL, _row_extras FROM plain WHERE kind = 'accepted'`;
  return [
    { lines: 'lines' },
    ...renderPlainViews(contract, {
      lines: 'lines',
      kept: [...lineColumns, 'has_mark', 'offset', 'bytes'],
      name: 'plain_lines',
    }).map(asStep),
    {
      write: 'plain',
      // What is not plain is read once more, by the rules; of a plain line nothing but its values is needed.
      sql: `SELECT ${lineColumns.join(', ')}, has_mark, offset, if(_row_is_plain, NULL, bytes) AS bytes,
  ${fields.map(([field]) => `if(_row_is_plain, \`${field}\`, NULL) AS \`${field}\``).join(', ')},
  _row_offset, if(_row_is_plain, _row_extras, NULL) AS _row_extras, if(_row_is_plain, 'accepted', 'odd') AS kind
FROM plain_lines`,
      format: 'parquet',
      partitionBy: 'kind',
    },
    { read: 'plain', folder: 'plain', columns: plainColumns },
    {
      view: 'odd',
      sql: `SELECT ${lineColumns.join(', ')}, has_mark, offset, bytes FROM plain WHERE kind = 'odd'`,
    },
    ...renderCleaningViews(contract, { lines: 'odd', kept: lineColumns, name: 'ruled_lines' }).map(asStep),
    {
      write: 'ruled',
      // The rules make a method that takes Spark long to compile and that the JVM then interprets; evaluated without it
      // they take as long a row, from the first one on.
      settings: { 'spark.sql.codegen.wholeStage': 'false', 'spark.sql.codegen.factoryMode': 'NO_CODEGEN' },
      sql: `SELECT ${lineColumns.join(', ')}, ${names}, _row_offset, _row_reasons, _row_repairs, _row_extras, _row_raw, _row_kind AS kind FROM ruled_lines`,
      format: 'parquet',
      partitionBy: 'kind',
    },
    { read: 'ruled', folder: 'ruled', columns: ruledColumns },
    {
      view: 'accepted',
      sql: ['plain', 'ruled']
        .map(
          (stage) =>
            `SELECT ${names}, cast(timestamp_micros(source_micros) AS TIMESTAMP_NTZ) AS _source_time, source_key AS _source_key, _row_offset AS _source_offset FROM ${stage} WHERE kind = 'accepted'`,
        )
        .join('\nUNION ALL '),
    },
    { write: 'silver', sql: 'SELECT * FROM accepted', format: 'parquet', like: 'plain', share: 0.9 },
    // Where each line stands: Spark numbers the lines of each part of an object that it reads at once.
    {
      view: 'line_blocks',
      sql: `SELECT source_key, block, min(line_id) AS first_id, count(*) AS lines FROM (
  SELECT source_key, block, line_id FROM ruled UNION ALL SELECT source_key, block, line_id FROM plain WHERE kind = 'accepted'
) GROUP BY source_key, block`,
    },
    {
      write: 'lines',
      sql: `SELECT *, sum(lines) OVER (PARTITION BY source_key ORDER BY block ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - lines AS lines_before FROM line_blocks`,
      format: 'parquet',
    },
    {
      read: 'placed_blocks',
      folder: 'lines',
      columns: 'source_key STRING, block BIGINT, first_id BIGINT, lines BIGINT, lines_before BIGINT',
    },
    {
      view: 'rejected',
      sql: `SELECT /*+ BROADCAST(p) */ r.*, r.line_id - p.first_id + p.lines_before + 1 AS line
FROM ruled r JOIN placed_blocks p ON r.source_key = p.source_key AND r.block = p.block WHERE r.kind = 'rejected'`,
    },
    {
      write: 'quarantine',
      sql: `SELECT ${renderReject("split(_row_reasons, ',')", '_row_raw', '_row_offset')} AS value FROM rejected`,
      format: 'text',
      like: 'ruled',
      share: 2,
    },
    { view: 'every_row', sql: everyRow },
    {
      report: 'objects',
      sql: `SELECT source_key, count_if(kind <> 'blank') AS read, count_if(kind = 'rejected') AS rejected FROM every_row GROUP BY source_key`,
    },
    {
      report: 'reasons',
      sql: countsOf("explode(split(_row_reasons, ','))"),
    },
    {
      report: 'repairs',
      sql: countsOf("explode(split(_row_repairs, ','))"),
    },
    {
      report: 'extras',
      // The first row of each name, in source order: its value is the sample.
      sql: `SELECT /*+ BROADCAST(o) */ name, count(*) AS rows, min(struct(o.source_rank, r._row_offset)) AS first
FROM (SELECT source_key, _row_offset, explode(_row_extras) AS name FROM every_row) r JOIN source_objects o ON r.source_key = o.source_key GROUP BY name`,
    },
    ...enums.map((field) => ({
      report: `unknown ${field}`,
      sql: `SELECT \`${field}\` AS name, count(*) AS rows FROM ruled WHERE kind = 'accepted' AND find_in_set('${field}_unknown', _row_repairs) > 0 GROUP BY \`${field}\``,
    })),
    // The sums are taken from the files themselves: what was lost while writing is seen.
    { read: 'written_silver', folder: 'silver', columns: ddl(silverColumns(contract)) },
    {
      report: 'sums',
      sql: `SELECT ${['count(*) AS accepted', ...sums.map((field) => `cast(cast(coalesce(sum(\`${field}\`), 0) * 100 AS DECIMAL(38,0)) AS STRING) AS \`${field}\``)].join(', ')} FROM written_silver`,
    },
  ];
}

function silverToGold({ contract, star }: Pipeline): readonly SparkStep[] {
  const measure = star.fact.measure;
  const [factColumnsDdl, silverDdl] = [ddl(factColumns(star)), ddl(silverColumns(contract))];
  return [
    { read: 'silver', folder: 'silver', columns: silverDdl },
    ...renderModelViews(star).map(({ name, sql, isKept }) => ({
      view: name,
      sql,
      ...(isKept ? { keep: true } : {}),
    })),
    {
      write: star.fact.table,
      sql: `SELECT * FROM fact_rows`,
      format: 'parquet',
      like: 'silver',
      share: 0.7,
    },
    ...star.dimensions.map(({ table }) => ({
      write: table,
      sql: `SELECT * FROM dimension_${table}`,
      format: 'parquet' as const,
      like: 'silver',
      share: 0.2,
    })),
    // The text of rows that lost is still in the objects.
    {
      view: 'superseded',
      sql: 'SELECT source_key, source_offset FROM lost_rows WHERE NOT is_duplicate',
      keep: true,
    },
    { lines: 'lines', of: 'superseded' },
    {
      view: 'superseded_lines',
      sql: `SELECT l.*, l.offset + if(l.has_mark AND l.offset = 0, 3L, 0L) + octet_length(l.bytes) - length(regexp_replace(decode(l.bytes, 'ISO-8859-1'), '^[ \\\\t\\\\r]++', '')) AS _row_offset,
  encode(regexp_replace(decode(l.bytes, 'ISO-8859-1'), '^[ \\\\t\\\\r]++|[ \\\\t\\\\r]++\\\\z', ''), 'ISO-8859-1') AS _row_raw
FROM lines l`,
    },
    { read: 'plain', folder: 'plain', columns: `${stagedLine}, _row_offset BIGINT, kind STRING` },
    { read: 'ruled', folder: 'ruled', columns: `${stagedLine}, _row_offset BIGINT, kind STRING` },
    {
      read: 'placed_blocks',
      folder: 'lines',
      columns: 'source_key STRING, block BIGINT, first_id BIGINT, lines BIGINT, lines_before BIGINT',
    },
    {
      view: 'superseded_places',
      sql: `SELECT p.source_key, p._row_offset, p.line_id - b.first_id + b.lines_before + 1 AS line
FROM (SELECT source_key, _row_offset, block, line_id FROM plain WHERE kind = 'accepted' UNION ALL SELECT source_key, _row_offset, block, line_id FROM ruled WHERE kind = 'accepted') p
JOIN superseded s ON p.source_key = s.source_key AND p._row_offset = s.source_offset
JOIN placed_blocks b ON p.source_key = b.source_key AND p.block = b.block`,
    },
    {
      write: 'superseded',
      sql: `SELECT ${renderReject("array('superseded')", 'l._row_raw', 'l._row_offset', 'l.', 'p.line')} AS value
FROM superseded_lines l JOIN superseded_places p ON l.source_key = p.source_key AND l._row_offset = p._row_offset`,
      format: 'text',
      like: 'ruled',
      share: 1,
    },
    {
      report: 'lost',
      sql: `SELECT source_key, count_if(is_duplicate) AS duplicates, count_if(NOT is_duplicate) AS superseded, cast(sum(measure_cents) AS STRING) AS cents FROM lost_rows GROUP BY source_key`,
    },
    { read: 'written_fact', folder: star.fact.table, columns: factColumnsDdl },
    {
      report: 'fact',
      sql: `SELECT count(*) AS rows, cast(cast(coalesce(sum(\`${measure}\`), 0) * 100 AS DECIMAL(38,0)) AS STRING) AS cents FROM written_fact`,
    },
  ];
}

/** Renders a refused row as quarantine keeps it; the line comes last. */
function renderReject(reasons: string, raw: string, offset: string, from = '', line = 'line'): string {
  // As other readers see bytes that are no UTF-8: Java alone takes a half of a surrogate pair for one fault, not for three.
  const halves = `regexp_replace(decode(${raw}, 'ISO-8859-1'), '\\\\u00ed[\\\\u00a0-\\\\u00bf]', '\\u00ef\\u00bf\\u00bd\\u00ef\\u00bf\\u00bd')`;
  const isText = `${raw} = encode(cast(${raw} AS STRING), 'UTF-8')`;
  return `to_json(named_struct('source', ${from}source_key, 'version', ${from}source_version, 'offset', ${offset}, 'reasons', ${reasons},
  'raw', if(${isText}, cast(${raw} AS STRING), decode(encode(${halves}, 'ISO-8859-1'), 'UTF-8')),
  'rawBase64', if(${isText}, NULL, replace(base64(${raw}), '\\r\\n', '')), 'line', ${line}))`;
}

/** Counts names that stand in a list of each row. */
function countsOf(names: string): string {
  return `SELECT name, count(*) AS rows FROM (SELECT ${names} AS name FROM every_row) GROUP BY name`;
}

function asStep({ name, sql }: { readonly name: string; readonly sql: string }): SparkStep {
  return { view: name, sql };
}

/** Columns as Spark's DDL, all of them nullable, as Spark reads files. */
function ddl(columns: readonly ColumnDefinition[]): string {
  return columns
    .map(({ name, type }) => `\`${name}\` ${type.kind === 'timestamp' ? 'TIMESTAMP_NTZ' : glueType(type)}`)
    .join(', ');
}
