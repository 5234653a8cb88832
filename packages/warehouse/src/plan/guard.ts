import type { LoadRequest } from '../request.ts';
import { sqlText } from '../sql/literal.ts';
import type { Step } from './step.ts';
import { batchTable } from './tables.ts';

/**
 * Refuses a load that came too late: the same objects are loaded, or a run with a later lock has loaded.
 *
 * The lock comes first: Redshift's default isolation is SNAPSHOT, under which two loads of the same objects would
 * not see each other. It takes its snapshot only with the first query, so what the lock waited for is seen.
 */
export function guardSteps({ star, batchId, digest, fence }: LoadRequest): readonly Step[] {
  const contract = sqlText(star.contract.name);
  return [
    { name: `lock ${batchTable}`, kind: 'lock', table: batchTable },
    {
      name: 'assert the objects are not loaded yet',
      kind: 'assert',
      reason: 'Assertion',
      from: `(
  SELECT COUNT(*) AS loads, COALESCE(MAX(batch_id), '') AS batch_id
  FROM ${batchTable}
  WHERE contract = ${contract} AND digest = ${sqlText(digest)}
) AS earlier`,
      checks: [
        {
          name: 'objects not loaded yet',
          failsWhen: 'earlier.loads > 0',
          sentence: [
            `The objects of batch ${batchId} were already loaded as batch `,
            { sql: 'earlier.batch_id' },
            '. Nothing is left to do.',
          ],
        },
      ],
    },
    {
      name: 'assert no later lock has loaded',
      kind: 'assert',
      reason: 'Fenced',
      from: `(SELECT COALESCE(MAX(fence), ${fence}) AS fence FROM ${batchTable} WHERE contract = ${contract}) AS latest`,
      checks: [
        {
          name: 'no later lock has loaded',
          failsWhen: `latest.fence > ${fence}`,
          sentence: [
            `Batch ${batchId} holds lock ${fence}, but a run with lock `,
            { sql: 'latest.fence' },
            ' has loaded since. Start the batch again to take a new lock.',
          ],
        },
      ],
    },
  ];
}
