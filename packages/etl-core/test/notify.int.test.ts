import { join } from 'node:path';
import { Effect, Layer, Logger } from 'effect';
import { describe, expect, it } from 'vitest';
import {
  embeddedWarehouse,
  localFolder,
  NotificationError,
  Notifier,
  type RunMessage,
  runPipeline,
  salesPipeline,
} from '../src/index.ts';
import { newLake, run, upload } from './support/lake.ts';
import { ndjson, sale, sales } from './support/sales.ts';

/** Runs the sales pipeline with a notifier; gives what it was told, and how the run ended. */
async function tell(lake: string, notify: Notifier['Service']['notify'], partialAbove = 0.1) {
  const services = Layer.mergeAll(
    localFolder(lake),
    embeddedWarehouse({ path: join(lake, 'warehouse.duckdb') }),
    Layer.succeed(Notifier, Notifier.of({ notify })),
    Logger.layer([]),
  );
  const program = runPipeline({ pipeline: { ...salesPipeline, partialAbove } });
  return Effect.runPromise(Effect.provide(Effect.result(program), services));
}

async function messagesOf(lake: string, partialAbove?: number): Promise<readonly RunMessage[]> {
  const messages: RunMessage[] = [];
  await tell(lake, (message) => Effect.sync(() => void messages.push(message)), partialAbove);
  return messages;
}

describe('people are told', () => {
  it('what became of a batch, with the next command', async () => {
    const lake = newLake();
    upload(lake, 'a.json', ndjson([...sales(20), sale({ transaction_id: '' })]));
    const messages = await messagesOf(lake);
    expect(messages).toMatchObject([
      {
        outcome: 'succeeded',
        pipeline: 'sales',
        objects: [{ key: 'raw/sales/a.json' }],
        counts: { read: 21, loaded: 20, quarantined: 1, duplicates: 0, superseded: 0 },
        reasons: { missing_transaction_id: 1 },
        totalAmountCents: 79_960n,
        cause: undefined,
        nextCommand: `sales quarantine list ${messages[0]!.batchId}`,
      },
    ]);
    expect(messages[0]!.durationMs).toBeGreaterThan(0);
    expect(Date.parse(messages[0]!.finishedAt)).toBeGreaterThan(Date.now() - 60_000);
    expect(await messagesOf(lake)).toEqual([]);
  });

  it('that too much of it was quarantined', async () => {
    const lake = newLake();
    upload(lake, 'a.json', ndjson([...sales(9), 'no row']));
    expect(await messagesOf(lake, 0.07)).toMatchObject([
      {
        outcome: 'partial',
        cause: '10.0 % of the rows were quarantined, more than the 7 % that are expected at most.',
      },
    ]);
  });

  it('why it failed', async () => {
    const lake = newLake();
    upload(lake, 'a.json', '[');
    expect(await messagesOf(lake)).toMatchObject([
      {
        outcome: 'failed',
        counts: { read: 0, loaded: 0 },
        totalAmountCents: undefined,
        cause: expect.stringMatching(/^raw\/sales\/a\.json cannot be read: .*\.$/),
        nextCommand: 'sales run',
      },
    ]);
  });

  it('or not, which does not undo what was done', async () => {
    const lake = newLake();
    upload(lake, 'a.json', ndjson(sales(3)));
    const error = new NotificationError({
      channel: 'test',
      retryable: false,
      nextStep: 'Call somebody.',
      cause: undefined,
    });
    expect(await tell(lake, () => Effect.fail(error))).toMatchObject({
      _tag: 'Success',
      success: { batches: [{ loaded: 3 }] },
    });
    expect((await run(lake)).batches).toEqual([]);
  });
});
