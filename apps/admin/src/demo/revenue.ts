import { Effect } from 'effect';
import type { EtlCore } from '../modules.ts';
import type { Bar } from '../render/bars.ts';
import { renderShort } from '../render/quantity.ts';

/** Revenue of the twelve months that end with the last one, as bars in their order. */
export const revenueByMonth = revenue(`
  SELECT month, revenue FROM (
    SELECT strftime(date, '%Y-%m') AS month, sum(total_amount) AS revenue
    FROM fact_sales GROUP BY 1 ORDER BY 1 DESC LIMIT 12
  ) ORDER BY month`);

/** Revenue of the categories, as bars, the greatest first. */
export const revenueByCategory = revenue(`
  SELECT category, sum(total_amount) AS revenue
  FROM fact_sales JOIN dim_product USING (product_id) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10`);

function revenue(sql: string) {
  return Effect.fnUntraced(function* (core: EtlCore) {
    const warehouse = yield* core.Warehouse;
    const { rows } = yield* warehouse.query(sql);
    return (rows as readonly (readonly [string, string])[]).map(([label, amount]): Bar => {
      const value = Number(amount);
      return { label, value, text: renderShort(value) };
    });
  });
}
