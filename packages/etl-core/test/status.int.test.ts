import { Effect } from 'effect';
import { expect, it } from 'vitest';
import { claimObjects, pipelineStatus, runPipeline, salesPipeline } from '../src/index.ts';
import { withoutWarehouse } from './support/brokenWarehouse.ts';
import { newLake, onLake, run, upload } from './support/lake.ts';
import { ndjson, sale, sales } from './support/sales.ts';

function statusOf(lake: string) {
  return onLake(lake, pipelineStatus(salesPipeline));
}

it('an empty lake has nothing to tell', async () => {
  expect(await statusOf(newLake())).toEqual({ batches: [], waiting: [], ignored: [], lock: undefined });
});

it('the status of a lake says what was done, what waits and why something failed', async () => {
  const lake = newLake();
  upload(lake, 'a.json', ndjson([...sales(3), 'no row']));
  await run(lake);
  upload(lake, 'b.json', '[');
  await expect(run(lake)).rejects.toMatchObject({ _tag: 'SourceUnreadable' });
  expect(await statusOf(lake)).toMatchObject({
    batches: [
      {
        status: 'loaded',
        attempt: 1,
        objects: 1,
        account: {
          read: 4,
          loaded: 3,
          quarantined: 1,
          reasons: { malformed_json: 1 },
          totalAmountCents: 11_994n,
        },
        cause: undefined,
      },
      {
        status: 'failed',
        account: undefined,
        cause: expect.stringContaining('raw/sales/b.json cannot be read'),
      },
    ],
    waiting: [{ key: 'raw/sales/b.json' }],
    ignored: [],
    lock: { released: true, fence: 2, owner: { pid: process.pid } },
  });

  upload(lake, 'b.json', ndjson([sale({ transaction_id: 'B' })]), 5000);
  upload(lake, 'notes.md', '');
  await onLake(lake, claimObjects(salesPipeline, 3));
  expect(await statusOf(lake)).toMatchObject({
    batches: [{ status: 'loaded' }, { status: 'failed' }, { status: 'begun' }],
    waiting: [{ key: 'raw/sales/b.json' }],
    ignored: ['raw/sales/notes.md'],
  });

  const program = runPipeline({ pipeline: salesPipeline });
  await Effect.runPromise(Effect.flip(Effect.provide(program, withoutWarehouse(lake))));
  const { batches, waiting } = await statusOf(lake);
  expect(batches.map(({ status }) => status)).toEqual(['loaded', 'failed', 'abandoned', 'published']);
  expect(waiting).toEqual([]);
  await run(lake);
  expect((await statusOf(lake)).batches.at(-1)).toMatchObject({ status: 'loaded', account: { read: 1 } });
});
