import {
  type Contract,
  contractFields,
  factColumns,
  attributeFields,
  attributesHashColumn,
  columnType,
  type Star,
} from '@sales/schema';
import { renderDimensionViews } from './dimensionQuery.ts';
import { type ModelView, positionType, view } from './modelView.ts';

/**
 * Renders the meaning of `createResolver`, `buildFact` and `createDimensionBuilder` as queries of Spark SQL.
 *
 * They read the relations `silver` (the columns `silverColumns`) and `source_objects` (`source_key`, `source_micros`,
 * `source_rank` by event time and key, `stamp_rank` by stamps) and the parameters `:offset_span`, above every offset, and
 * `:object_span`, above every rank. They give
 * - `fact_rows`: the columns `factColumns`;
 * - `lost_rows`: each row that lost, with `source_key`, `source_offset`, `is_duplicate` and `measure_cents`;
 * - `dimension_<table>`: the columns `dimensionDeltaColumns`.
 *
 * Only sums of keys are shuffled for all rows; whole rows only where a sum occurs twice.
 */
export function renderModelViews(star: Star): readonly ModelView[] {
  const { contract, fact } = star;
  const key = contract.businessKey;
  const on = (left: string, right: string) =>
    key.map((name) => `${left}.\`${name}\` = ${right}.\`${name}\``).join(' AND ');
  const isSame = contractFields(contract)
    .map(([name]) => `l.\`${name}\` <=> w.\`${name}\``)
    .join(' AND ');
  const names = key.map((name) => `\`${name}\``).join(', ');
  return [
    view(
      'model_rows',
      `SELECT /*+ BROADCAST(o) */ s.*, o.stamp_rank, xxhash64(${key.map((name) => `s.\`${name}\``).join(', ')}) AS key_sum,
  cast(o.source_rank AS ${positionType}) * cast(:offset_span AS ${positionType}) + s._source_offset AS row_position
FROM silver s JOIN source_objects o ON s._source_key = o.source_key`,
    ),
    view('repeated_keys', 'SELECT key_sum FROM model_rows GROUP BY key_sum HAVING count(*) > 1', true),
    view(
      'single_rows',
      'SELECT r.* FROM model_rows r LEFT ANTI JOIN repeated_keys k ON r.key_sum = k.key_sum',
    ),
    view(
      'suspect_rows',
      'SELECT r.* FROM model_rows r LEFT SEMI JOIN repeated_keys k ON r.key_sum = k.key_sum',
      true,
    ),
    view(
      'latest_places',
      `SELECT ${names}, max(row_position) AS latest FROM suspect_rows GROUP BY ${names}`,
      true,
    ),
    view(
      'winning_rows',
      `SELECT s.* FROM suspect_rows s JOIN latest_places p ON ${on('s', 'p')} AND s.row_position = p.latest`,
      true,
    ),
    view(
      'lost_rows',
      `SELECT l._source_key AS source_key, l._source_offset AS source_offset, ${isSame} AS is_duplicate,
  ${cents(contract, fact.measure, 'l')} AS measure_cents
FROM suspect_rows l JOIN winning_rows w ON ${on('l', 'w')} AND l.row_position <> w.row_position`,
      true,
    ),
    view('fact_rows', factQuery(star)),
    ...star.dimensions.flatMap((dimension) => renderDimensionViews(star, dimension)),
  ];
}

function factQuery(star: Star): string {
  const columns = factColumns(star).map(({ name }) =>
    name === attributesHashColumn.name ? `${attributesHash(star)} AS \`${name}\`` : `\`${name}\``,
  );
  return `SELECT ${columns.join(', ')}\nFROM (SELECT * FROM single_rows UNION ALL SELECT * FROM winning_rows)`;
}

/** Sums the fields that the fact does not keep; Spark's `xxhash64` starts from 42, as `attributesHashes` does. */
function attributesHash(star: Star): string {
  const sums = attributeFields(star).map((name) => {
    const value = valueText(star.contract, name);
    return `coalesce(if(\`${name}\` IS NULL, 0L, xxhash64(concat('${name}=', ${value}))), 0L)`;
  });
  return sums.length === 0 ? '0L' : sums.join(' ^ ');
}

function valueText(contract: Contract, name: string): string {
  switch (columnType(contract.fields[name]!).kind) {
    case 'text':
      return `\`${name}\``;
    case 'date':
      return `cast(unix_date(\`${name}\`) AS STRING)`;
    case 'decimal':
      return `cast(${cents(contract, name)} AS STRING)`;
    default:
      return `cast(\`${name}\` AS STRING)`;
  }
}

function cents(contract: Contract, name: string, relation?: string): string {
  const column = relation === undefined ? `\`${name}\`` : `${relation}.\`${name}\``;
  const type = columnType(contract.fields[name]!);
  if (type.kind !== 'decimal') throw new Error(`${name} is no amount.`);
  return `cast(${column} * 100 AS DECIMAL(38,0))`;
}
