import { type Contract, contractFields } from '@sales/schema';
import { lineLayers } from './line.ts';
import { memberLayers } from './members.ts';
import { ruleLayers } from './rowLayers.ts';
import { columnsOf } from './rules/fieldColumns.ts';
import { layeredViews, type SparkView, sqlName } from './sql.ts';

/**
 * Renders the rules of a contract as queries of Spark SQL, the last of them `name`: the meaning of
 * `createReferenceCleaner`, without a function of Python or the JVM.
 *
 * It reads the relation `lines` (`source_key`, `has_mark`, `offset`, `bytes` and any other columns, a line each) and the
 * parameter `:ingest_date`, and gives each line with the contract's columns and
 * - `_row_kind`: `accepted`, `rejected`, or `blank` for a line of white space;
 * - `_row_offset`: the row's first byte in its object;
 * - `_row_reasons` of a rejected row and `_row_repairs` of an accepted one, as lists with commas;
 * - `_row_extras`: the names of fields that the contract does not know, NULL where there are none;
 * - `_row_raw`: a rejected row's bytes.
 */
export function renderCleaningViews(
  contract: Contract,
  options: { readonly lines: string; readonly kept: readonly string[]; readonly name: string },
): readonly SparkView[] {
  const { lines, kept, name } = options;
  const views = layeredViews(lines, [...lineLayers, ...memberLayers(contract), ...ruleLayers(contract)]);
  const kind = `CASE WHEN _row_reasons IS NOT NULL THEN 'rejected' WHEN _row_is_object THEN 'accepted' ELSE 'blank' END`;
  const isRejected = '_row_reasons IS NOT NULL';
  const values = contractFields(contract).map(
    ([field]) => `if(${isRejected}, NULL, ${columnsOf(field).value}) AS ${sqlName(field)}`,
  );
  const columns = [
    ...kept,
    ...values,
    `${kind} AS _row_kind`,
    '_row_offset',
    '_row_reasons',
    `if(${isRejected}, NULL, _row_repairs) AS _row_repairs`,
    '_row_extras',
    `if(${isRejected}, coalesce(_row_bytes, cast(_row_text AS BINARY)), NULL) AS _row_raw`,
  ];
  const sql = `SELECT ${columns.join(',\n  ')}\nFROM ${views.at(-1)!.name}`;
  return [...views, { name, sql }];
}
