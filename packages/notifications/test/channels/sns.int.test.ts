import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import {
  type Emulator,
  type Fault,
  type FaultProxy,
  motoProblem,
  startFaultProxy,
  startMoto,
} from '@sales/emulators';
import { Effect } from 'effect';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type NotificationError, Notifier, renderText, type RunMessage, snsTopic } from '../../src/index.ts';
import { runMessage } from '../runMessage.ts';

const problem = motoProblem();

describe.skipIf(problem !== undefined)(`the SNS channel (${problem ?? 'moto'})`, () => {
  let moto: Emulator;
  let proxy: FaultProxy;
  let topicArn: string;
  let sqs: SQSClient;
  let QueueUrl: string;

  beforeAll(async () => {
    moto = await startMoto();
    proxy = await startFaultProxy(moto);
    Object.assign(process.env, proxy.environment);
    const direct = { endpoint: moto.endpoint };
    const sns = new SNSClient(direct);
    sqs = new SQSClient(direct);
    topicArn = (await sns.send(new CreateTopicCommand({ Name: 'batches' }))).TopicArn!;
    QueueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: 'inbox' }))).QueueUrl!;
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
    );
    await sns.send(
      new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: Attributes!['QueueArn']! }),
    );
    sns.destroy();
  });
  afterEach(() => proxy.reset());
  afterAll(async () => {
    sqs.destroy();
    await proxy.stop();
    await moto.stop();
  });

  const notify = (message: RunMessage, topic = topicArn) =>
    Effect.runPromise(
      Notifier.use((notifier) => notifier.notify(message)).pipe(
        Effect.provide(snsTopic({ topicArn: topic })),
      ),
    );
  const failureOf = (topic = topicArn): Promise<NotificationError> =>
    notify(runMessage(), topic).then(
      () => expect.fail('the message was sent'),
      (error: NotificationError) => error,
    );
  /** Takes what came for the subscription: SNS' envelope, with text and attributes. */
  const received = async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 60 }),
    );
    return Messages.map(
      ({ Body }) =>
        JSON.parse(Body!) as {
          readonly Subject: string;
          readonly Message: string;
          readonly MessageAttributes: Readonly<Record<string, { readonly Value: string }>>;
        },
    );
  };

  it('sends the text to people, and JSON to machines', async () => {
    const message = runMessage({ outcome: 'failed', cause: 'Die Datei fehlt: Zoë\u{fffe}.' });
    await notify(message);
    const [{ Subject, Message, MessageAttributes }] = (await received()) as [
      Awaited<ReturnType<typeof received>>[0],
    ];
    expect(Subject).toBe('[sales] FAILED, 980 of 1,000 rows loaded (batch 20251103-4f2a)');
    expect(Message).toBe(renderText(message).body.replace('\u{fffe}', '\u{fffd}'));
    expect(MessageAttributes['outcome']!.Value).toBe('failed');
    expect(JSON.parse(MessageAttributes['message']!.Value)).toMatchObject({
      cause: message.cause,
      totalAmountCents: '12345678',
    });
  });

  it('stays below the limit of SNS, and says how many objects it leaves out', async () => {
    const objects = Array.from({ length: 3_000 }, (_, i) => ({
      key: `raw/é${'x'.repeat(200)}${i}`,
      sizeBytes: 1,
    }));
    await notify(runMessage({ objects, cause: 'y'.repeat(300_000) }));
    const [sent] = await received();
    const json = JSON.parse(sent!.MessageAttributes['message']!.Value) as {
      readonly objects: readonly unknown[];
      readonly objectsLeftOut: number;
    };
    expect(json.objects.length).toBeGreaterThan(100);
    expect(json.objects.length + json.objectsLeftOut).toBe(3_000);
    expect(Buffer.byteLength(sent!.Message) + sent!.MessageAttributes['message']!.Value.length).toBeLessThan(
      262_144,
    );
  });

  it.each<[string, Fault]>([
    ['throttling', 'throttle'],
    ['a server error', 'internal-error'],
    ['a cut', 'lost-answer'],
  ])('tries again after %s', async (_, fault) => {
    proxy.inject({ call: 'sns:Publish', fault });
    await notify(runMessage());
    expect(proxy.calls.filter(({ name }) => name === 'sns:Publish').length).toBeGreaterThan(1);
    expect((await received()).length).toBeGreaterThan(0);
  });

  it.each<[Fault, boolean, RegExp]>([
    ['access-denied', false, /Allow sns:Publish on arn:aws:sns:[^ ]+:batches to the role/],
    ['expired-token', false, /Sign in again/],
    ['internal-error', true, /Send the message again later/],
    ['throttle', true, /Send the message again later/],
    [{ status: 400, code: 'KMSDisabled', message: 'The key is disabled.' }, false, /Look at the KMS key/],
  ])('fails at %j, retryable %j, with what to do', async (fault, retryable, nextStep) => {
    proxy.inject({ call: 'sns:Publish', times: Number.POSITIVE_INFINITY, fault });
    const error = await failureOf();
    expect(error).toMatchObject({ channel: 'sns', retryable });
    expect(error.message).toMatch(nextStep);
  });

  it('names a topic that is not there', async () => {
    const error = await failureOf(`${topicArn}-gone`);
    expect(error.retryable).toBe(false);
    expect(error.message).toMatch(/Create the topic arn:aws:sns:[^ ]+:batches-gone/);
  });
});
