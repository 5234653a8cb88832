import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type Emulator, motoProblem, startMoto } from '@sales/emulators';
import { Notifier, type RunMessage } from '@sales/notifications';
import { ConfigProvider, Effect, Result } from 'effect';
import { afterAll, assert, beforeAll, describe, it } from 'vitest';
import { messagesLayer } from '../src/messages.ts';

const problem = motoProblem();
const message: RunMessage = {
  outcome: 'succeeded',
  pipeline: 'sales',
  batchId: 'b',
  objects: [],
  counts: { read: 1, loaded: 1, quarantined: 0, duplicates: 0, superseded: 0 },
  reasons: {},
  totalAmountCents: 100n,
  durationMs: 1000,
  cause: undefined,
  nextCommand: undefined,
  finishedAt: '2026-01-02T00:00:00.000Z',
};

describe.skipIf(problem)(`a message of the functions (${problem ?? 'moto'})`, () => {
  let moto: Emulator;
  let topicArn: string;
  let mailbox: () => Promise<number>;
  const posted: string[] = [];
  const chat = createServer((request, response) => {
    posted.push(request.url!);
    response.end();
  });

  beforeAll(async () => {
    moto = await startMoto();
    Object.assign(process.env, moto.environment);
    chat.listen(0, '127.0.0.1');
    await once(chat, 'listening');
    const [sns, sqs] = [new SNSClient({}), new SQSClient({})];
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'batches' }));
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'mailbox' }));
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: QueueUrl!, AttributeNames: ['QueueArn'] }),
    );
    await sns.send(
      new SubscribeCommand({ TopicArn: TopicArn!, Protocol: 'sqs', Endpoint: Attributes!['QueueArn']! }),
    );
    topicArn = TopicArn!;
    mailbox = async () => {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: QueueUrl! }));
      return Messages.length;
    };
  });
  afterAll(async () => {
    chat.close();
    await moto.stop();
  });

  function send(webhookSecret: string) {
    const environment = { TOPIC_ARN: topicArn, WEBHOOK_SECRET_ARN: webhookSecret };
    const sending = Notifier.use((notifier) => notifier.notify(message)).pipe(
      Effect.provide(messagesLayer),
      Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))),
    );
    return Effect.runPromise(Effect.result(sending));
  }

  it('goes to the topic although the secret of the webhook is missing, and says which is', async () => {
    const result = await send('chat');
    assert.strictEqual(await mailbox(), 1);
    assert(Result.isFailure(result));
    assert.match(result.failure.message, /Secrets Manager could not read the secret chat \(ResourceNotFound/);
  });

  it('goes to both once the secret is there', async () => {
    const SecretString = `http://127.0.0.1:${(chat.address() as AddressInfo).port}/room`;
    await new SecretsManagerClient({}).send(new CreateSecretCommand({ Name: 'chat', SecretString }));
    assert(Result.isSuccess(await send('chat')));
    assert.strictEqual(await mailbox(), 1);
    assert.deepEqual(posted, ['/room']);
  });
});
