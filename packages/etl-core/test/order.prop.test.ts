import { describe, expect, it } from 'vitest';
import type { BatchReport } from '../src/index.ts';
import { crowdedSales } from './support/crowdedSales.ts';
import { newLake, run, upload } from './support/lake.ts';
import { starIn, starOf, type UploadedObject } from './support/model.ts';
import { ndjson, seededRandom } from './support/sales.ts';
import { ask, tablesOf } from './support/tables.ts';

const seeds = Array.from({ length: 5 }, (_, i) => i + 1);

describe('the same objects, in any order and any batches', () => {
  for (const seed of seeds)
    it(`end as the model says, and as one batch of all of them does (seed ${seed})`, async () => {
      const objects = crowdedSales(seed);
      const whole = newLake();
      for (const object of objects) put(whole, object);
      await run(whole);
      expect(await starIn(whole)).toEqual(starOf(objects));

      const split = newLake();
      const reports: BatchReport[] = [];
      for (const part of splitOf(seed, objects)) {
        for (const object of part) put(split, object);
        reports.push(...(await run(split)).batches);
      }
      expect(await tablesOf(split)).toEqual(await tablesOf(whole));

      const sum = (name: 'read' | 'inserted' | 'loaded' | 'quarantined' | 'duplicates') =>
        reports.reduce((total, report) => total + report[name], 0);
      const [fact] = await ask(split, 'SELECT count(*) AS n FROM fact_sales');
      expect(Number(fact!['n'])).toBe(sum('inserted'));
      expect(sum('read')).toBe(objects.reduce((total, { rows }) => total + rows.length, 0));
      expect(sum('read')).toBe(sum('loaded') + sum('quarantined') + sum('duplicates'));
    });
});

function put(lake: string, { name, eventTimeMs, rows }: UploadedObject): void {
  upload(lake, name, ndjson(rows), eventTimeMs);
}

/** Shuffles the objects and cuts them into parts of one object or more. */
function splitOf(seed: number, objects: readonly UploadedObject[]): readonly UploadedObject[][] {
  const random = seededRandom(seed * 1000);
  const parts: UploadedObject[][] = [];
  for (const object of random.shuffle(objects)) {
    if (parts.length === 0 || random.below(2) === 0) parts.push([]);
    parts.at(-1)!.push(object);
  }
  return parts;
}
