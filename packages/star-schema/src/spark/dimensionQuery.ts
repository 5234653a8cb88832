import { type DateField, type Dimension, type Star, stampColumn } from '@sales/schema';
import { type ModelView, positionType, view } from './modelView.ts';

/**
 * Renders a dimension: of each attribute the value with the greatest stamp.
 *
 * A stamp is text, and the maximum of texts would have to sort all rows. So rows are ordered by one number that orders as
 * stamps do, day, object, offset, and only the stamps of the winners are written out.
 */
export function renderDimensionViews(
  star: Star,
  { table, key, attributes }: Dimension,
): readonly ModelView[] {
  const { date } = star.fact;
  const firstDay = `unix_date(DATE'${(star.contract.fields[date] as DateField).min}')`;
  const names = [key, ...attributes].map((name) => `\`${name}\``).join(', ');
  const order = `((cast(unix_date(\`${date}\`) - ${firstDay} AS ${positionType}) * ${span('object')} + stamp_rank) * ${span('offset')} + _source_offset)`;
  const latest = attributes.flatMap((name) => {
    const isKnown = `FILTER (WHERE \`${name}\` IS NOT NULL)`;
    return [
      `max_by(\`${name}\`, row_order) ${isKnown} AS \`${name}\``,
      `max(row_order) ${isKnown} AS \`${orderColumn(name)}\``,
    ];
  });
  const joins = attributes.map((name, index) => {
    const rank = `m.\`${orderColumn(name)}\` div ${span('offset')} % ${span('object')}`;
    return `LEFT JOIN source_objects o${index} ON o${index}.stamp_rank = ${rank}`;
  });
  const columns = attributes.flatMap((name, index) => {
    const place = `m.\`${orderColumn(name)}\``;
    const day = `date_from_unix_date(cast(${place} div ${span('offset')} div ${span('object')} AS INT) + ${firstDay})`;
    const offset = `cast(${place} % ${span('offset')} AS BIGINT)`;
    const stamp = `concat_ws('\\t', cast(${day} AS STRING), ${digits(`o${index}.source_micros`)}, o${index}.source_key, ${digits(offset)})`;
    return [`m.\`${name}\``, `if(${place} IS NULL, NULL, ${stamp}) AS \`${stampColumn(name)}\``];
  });
  return [
    view(`${table}_known`, `SELECT ${names}, max(${order}) AS row_order FROM model_rows GROUP BY ${names}`),
    view(
      `${table}_latest`,
      `SELECT ${[`\`${key}\``, ...latest].join(', ')} FROM ${table}_known GROUP BY \`${key}\``,
    ),
    view(
      `dimension_${table}`,
      `SELECT ${[`m.\`${key}\``, ...columns].join(', ')}\nFROM ${table}_latest m ${joins.join(' ')}`,
    ),
  ];
}

function orderColumn(attribute: string): string {
  return `_${attribute}_order`;
}

/** Writes a number with at least sixteen digits, as a stamp has it. */
function digits(value: string): string {
  const text = `cast(${value} AS STRING)`;
  return `lpad(${text}, greatest(16, length(${text})), '0')`;
}

function span(name: string): string {
  return `cast(:${name}_span AS ${positionType})`;
}
