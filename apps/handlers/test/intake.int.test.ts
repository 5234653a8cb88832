import { randomUUID } from 'node:crypto';
import { failBatch, manifestOf, salesPipeline } from '@sales/etl-core';
import { Effect, Layer } from 'effect';
import { assert, describe, it } from 'vitest';
import { AwsError } from '../src/awsError.ts';
import { Executions } from '../src/intake/executions.ts';
import type { IntakeEvent } from '../src/intake/events.ts';
import { takeIn } from '../src/intake/program.ts';
import { newLake, sale } from './support/environment.ts';

/** Step Functions, as far as the intake sees it: names are used once. */
function executions(options: { readonly refuse?: () => boolean } = {}) {
  const started: string[] = [];
  const ended = new Set<string>();
  const layer = Layer.succeed(
    Executions,
    Executions.of({
      start: (name) =>
        Effect.suspend(() => {
          if (options.refuse?.() === true)
            return Effect.fail(
              new AwsError({
                service: 'Step Functions',
                retryable: true,
                message: 'Throttled.',
                cause: undefined,
              }),
            );
          if (started.includes(name)) return Effect.succeed(!ended.has(name));
          started.push(name);
          return Effect.succeed(true);
        }),
      isRunning: (name) => Effect.sync(() => started.includes(name) && !ended.has(name)),
    }),
  );
  return { started, ended, layer };
}

/** An event as EventBridge puts it into the queue. */
function message(key: string, bucket = 'local') {
  const body = {
    version: '0',
    'detail-type': 'Object Created',
    source: 'aws.s3',
    detail: {
      bucket: { name: bucket },
      object: { key, size: 1, sequencer: '0062E99A88DC407460' },
      reason: 'PutObject',
    },
  };
  return { messageId: randomUUID(), body: JSON.stringify(body) };
}

function intakeOn(lake: ReturnType<typeof newLake>, layer: Layer.Layer<Executions>) {
  return (event: IntakeEvent) => lake.run(takeIn(event).pipe(Effect.provide(layer)));
}

describe('the intake', () => {
  it('makes few executions of 500 events, each object once, whatever their order and however often they come', async () => {
    const lake = newLake();
    const { started, layer } = executions();
    const intake = intakeOn(lake, layer);
    const messages = Array.from({ length: 500 }, (_, i) =>
      message(lake.upload(`${i}.json`, [sale({ transaction_id: `T${i}` })])),
    );
    const calls = [messages.slice(250), messages.slice(0, 250), messages.toReversed()];
    for (const Records of calls) assert.deepEqual(await intake({ Records }), { batchItemFailures: [] });
    assert.lengthOf(started, 2);
    const manifests = await lake.run(Effect.forEach(started, manifestOf));
    const keys = manifests.flatMap(({ objects }) => objects.map(({ key }) => key));
    assert.lengthOf(keys, 500);
    assert.lengthOf(new Set(keys), 500);
  });

  it('gives back just the messages that it could do nothing with', async () => {
    const lake = newLake();
    const { started, layer } = executions();
    const good = message(lake.upload('a.json', [sale()]));
    const broken = { messageId: 'broken', body: 'no JSON' };
    const foreign = message('raw/sales/b.json', 'another');
    const gone = message('raw/sales/gone.json');
    const result = await intakeOn(lake, layer)({ Records: [good, broken, foreign, gone] });
    assert.deepEqual(result, {
      batchItemFailures: [{ itemIdentifier: 'broken' }, { itemIdentifier: foreign.messageId }],
    });
    assert.lengthOf(started, 1);
  });

  it('makes good by redelivery what was stopped between the manifest and the start', async () => {
    const lake = newLake();
    let refuses = true;
    const { started, layer } = executions({ refuse: () => refuses });
    const intake = intakeOn(lake, layer);
    const arrival = message(lake.upload('a.json', [sale()]));
    assert.deepEqual(await intake({ Records: [arrival] }), {
      batchItemFailures: [{ itemIdentifier: arrival.messageId }],
    });
    refuses = false;
    const other = message(lake.upload('b.json', [sale({ transaction_id: 'T2' })]));
    assert.deepEqual(await intake({ Records: [arrival, other] }), { batchItemFailures: [] });
    assert.lengthOf(started, 2);
    assert.deepEqual(await intake({ Records: [arrival, other] }), { batchItemFailures: [] });
    assert.lengthOf(started, 2);
  });

  it('leaves an execution that has ended as it is', async () => {
    const lake = newLake();
    const { started, ended, layer } = executions();
    const intake = intakeOn(lake, layer);
    const arrival = message(lake.upload('a.json', [sale()]));
    await intake({ Records: [arrival] });
    ended.add(started[0]!);
    assert.deepEqual(await intake({ Records: [arrival] }), { batchItemFailures: [] });
    assert.lengthOf(started, 1);
  });

  it('makes a batch of its own of an object that was overwritten', async () => {
    const lake = newLake();
    const { started, layer } = executions();
    const intake = intakeOn(lake, layer);
    const first = Date.UTC(2026, 0, 1);
    await intake({ Records: [message(lake.upload('a.json', [sale()], first))] });
    await intake({ Records: [message(lake.upload('a.json', [sale({ quantity_sold: 3 })], first + 1000))] });
    assert.lengthOf(new Set(started), 2);
  });
});

describe('a redrive', () => {
  it('starts the next attempt of a batch that failed', async () => {
    const lake = newLake();
    const { started, layer } = executions();
    const intake = intakeOn(lake, layer);
    await intake({ Records: [message(lake.upload('a.json', [sale()]))] });
    const [batchId] = started;
    await lake.run(
      Effect.gen(function* () {
        const failure = { execution: batchId!, error: 'SourceUnreadable', cause: 'It is broken.' };
        yield* failBatch(salesPipeline, yield* manifestOf(batchId!), failure);
      }),
    );
    assert.deepEqual(await intake({ redrive: batchId! }), { started: [batchId!.replace(/1$/, '2')] });
  });

  it('starts the same batch where it was never started, and the next attempt where it ended without a word', async () => {
    const lake = newLake();
    let refuses = true;
    const { started, ended, layer } = executions({ refuse: () => refuses });
    const intake = intakeOn(lake, layer);
    const arrival = message(lake.upload('a.json', [sale()]));
    await intake({ Records: [arrival] });
    refuses = false;
    await intake({ Records: [arrival] });
    const [batchId] = started;
    assert.deepEqual(await intake({ redrive: batchId! }), { started: [batchId!] });
    ended.add(batchId!);
    assert.deepEqual(await intake({ redrive: batchId! }), { started: [batchId!.replace(/1$/, '2')] });
  });

  it('fails for a batch that there is not, by its name', async () => {
    const lake = newLake();
    const failed = await lake.run(
      Effect.flip(takeIn({ redrive: '20260101-000000000000-a1' }).pipe(Effect.provide(executions().layer))),
    );
    assert.include(failed.message, 'There is no batch 20260101-000000000000-a1');
  });
});
