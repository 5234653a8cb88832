import { Effect, Stream } from 'effect';
import { describe, expect, it } from 'vitest';
import { type BatchReport, readQuarantine, type Reject, salesPipeline } from '../src/index.ts';
import { crowdedSales } from './support/crowdedSales.ts';
import { newLake, onLake, run, upload } from './support/lake.ts';
import { centsOf } from './support/model.ts';
import { ndjson } from './support/sales.ts';
import { ask } from './support/tables.ts';

describe('every row of every batch', () => {
  for (const seed of [101, 102, 103])
    it(`is accounted for, by batch and by object (seed ${seed})`, async () => {
      const lake = newLake();
      const objects = crowdedSales(seed);
      const rowsOf = new Map(objects.map(({ name, rows }) => [`raw/sales/${name}`, rows.length]));
      const reports: BatchReport[] = [];
      // The latest object first, so that there are late rows, and two at a time, so that rows meet in a batch too.
      for (let i = objects.length; i > 0; i -= 2) {
        for (const { name, rows, eventTimeMs } of objects.slice(Math.max(0, i - 2), i))
          upload(lake, name, ndjson(rows), eventTimeMs);
        reports.push(...(await run(lake)).batches);
      }
      for (const report of reports) {
        const { batchId } = report;
        const rejects = await quarantineOf(lake, batchId);
        const late = await ask(
          lake,
          `SELECT _source_key AS key FROM etl_superseded WHERE _outcome = 'late' AND _batch_id = '${batchId}'`,
        );
        expect(report.read).toBe(report.loaded + report.quarantined + report.duplicates);
        expect(report.quarantined).toBe(rejects.length + late.length);
        expect(report.reasons).toEqual(reasonsOf(rejects, late.length));
        for (const name of ['read', 'loaded', 'quarantined', 'duplicates'] as const)
          expect([name, report.objects.reduce((sum, object) => sum + object[name], 0)]).toEqual([
            name,
            report[name],
          ]);
        for (const object of report.objects) {
          const refused =
            rejects.filter(({ source }) => source === object.key).length +
            late.filter(({ key }) => key === object.key).length;
          expect(object).toMatchObject({ read: rowsOf.get(object.key), quarantined: refused });
          expect(object.read).toBe(object.loaded + object.quarantined + object.duplicates);
        }
      }
      await mustAgree(lake, reports);
    });
});

/** Holds the warehouse's own accounts against the reports and the fact. */
async function mustAgree(lake: string, reports: readonly BatchReport[]): Promise<void> {
  const batches = await ask<Record<string, string>>(
    lake,
    'SELECT * FROM etl_batch ORDER BY loaded_at, fence',
  );
  expect(batches.map(({ batch_id }) => batch_id)).toEqual(reports.map(({ batchId }) => batchId));
  for (const [
    i,
    { read, inserted, corrected, loaded, quarantined, duplicates, superseded, totalAmountCents },
  ] of reports.entries()) {
    const counts = { read, inserted, corrected, loaded, quarantined, duplicates, superseded };
    expect(batches[i]).toMatchObject(
      Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)])),
    );
    expect(centsOf(batches[i]!['measure'])).toBe(totalAmountCents);
  }
  const [sums] = await ask<{ facts: string; amount: string | null; replaced: string }>(
    lake,
    `SELECT (SELECT count(*) FROM fact_sales) AS facts, (SELECT sum(total_amount) FROM fact_sales) AS amount,
  (SELECT coalesce(sum(total_amount), 0) FROM etl_superseded WHERE _outcome = 'replaced') AS replaced`,
  );
  expect(Number(sums!.facts)).toBe(reports.reduce((sum, { inserted }) => sum + inserted, 0));
  expect(centsOf(sums!.amount ?? '0.00')).toBe(
    reports.reduce((sum, { totalAmountCents }) => sum + totalAmountCents, 0n) - centsOf(sums!.replaced),
  );
  const reasons = await ask(lake, 'SELECT batch_id, reason, rows FROM etl_quarantine_summary ORDER BY ALL');
  const expected = reports.flatMap(({ batchId, reasons }) =>
    Object.entries(reasons).map(([reason, rows]) => ({ batch_id: batchId, reason, rows: String(rows) })),
  );
  expect(new Set(reasons.map((row) => JSON.stringify(row)))).toEqual(
    new Set(expected.map((row) => JSON.stringify(row))),
  );
}

function quarantineOf(lake: string, batchId: string): Promise<readonly Reject[]> {
  const rejects = Stream.runCollect(readQuarantine(salesPipeline, batchId));
  return onLake(
    lake,
    Effect.map(rejects, (all) => [...all]),
  );
}

function reasonsOf(rejects: readonly Reject[], late: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const reason of [
    ...rejects.flatMap(({ reasons }) => reasons),
    ...Array.from({ length: late }, () => 'superseded'),
  ])
    counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}
