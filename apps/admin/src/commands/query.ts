import type { QueryResult } from '@sales/etl-core';
import { Effect } from 'effect';
import { Argument, Command, Flag } from 'effect/cli';
import { countFlag, jsonFlag, lakeFlag } from '../flags.ts';
import { inLake, requireWarehouse } from '../lakes.ts';
import { print } from '../output.ts';
import { renderRows } from '../render/answer.ts';
import type { Page } from '../render/page.ts';
import { renderOf } from '../render/quantity.ts';

/** `sales query`: asks the warehouse, and cannot change it. */
export const query = Command.make(
  'query',
  {
    sql: Argument.String('sql').pipe(Argument.withDescription('One statement that only reads')),
    maxRows: countFlag('max-rows', 1).pipe(
      Flag.withDescription('The most rows to print (default: 1000)'),
      Flag.withDefault(1000),
    ),
    lake: lakeFlag,
    json: jsonFlag,
  },
  Effect.fn(function* ({ sql, maxRows, lake, json }) {
    yield* requireWarehouse(lake);
    yield* inLake(lake, (core) =>
      core.Warehouse.use((warehouse) => warehouse.query(sql, { maxRows })).pipe(
        Effect.flatMap((result) =>
          print({ json, value: () => result, text: (page) => renderResult(page, result) }),
        ),
      ),
    );
  }),
).pipe(
  Command.withDescription('Ask the warehouse: fact_sales, dim_store, dim_product, dim_customer, etl_batch'),
  Command.withShortDescription('Ask the warehouse in SQL'),
  Command.withExamples([
    { command: 'sales query "SELECT COUNT(*) FROM fact_sales"' },
    { command: 'sales query "SELECT * FROM dim_store LIMIT 10" --json' },
    {
      command:
        'sales query "SELECT category, SUM(total_amount) FROM fact_sales JOIN dim_product USING (product_id) GROUP BY ALL ORDER BY 2 DESC"',
      description: 'Revenue by category',
    },
  ]),
);

function renderResult(page: Page, result: QueryResult): readonly string[] {
  const { rows, truncated } = result;
  const count = truncated
    ? `the first ${renderOf(rows.length, 'row')}; more with --max-rows`
    : renderOf(rows.length, 'row');
  return [...renderRows(page, result), page.style.dim(`  (${count})`)];
}
