import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** What a queue's function is called with, and what it may answer. */
type Invoke = (event: unknown) => Promise<unknown>;

/** A queue whose messages go to a function. */
export interface EventSource {
  /** Gathers and hands over messages until none comes any more, and gives how many calls that took. */
  readonly drain: () => Promise<number>;
}

interface Answer {
  readonly batchItemFailures?: readonly { readonly itemIdentifier: string }[];
}

/**
 * Hands a queue's messages to a function as Lambda's event source mapping does: many at once, gathered for a while, and
 * deleted but for those that the function names as failed. When the function itself fails, all come again.
 */
export function eventSource(
  sqs: SQSClient,
  options: {
    readonly queueUrl: string;
    readonly windowMs: number;
    readonly batchSize: number;
    readonly invoke: Invoke;
  },
): EventSource {
  const { queueUrl, windowMs, batchSize, invoke } = options;

  const gather = async (): Promise<readonly Message[]> => {
    const gathered: Message[] = [];
    let until: number | undefined;
    while (gathered.length < batchSize && (until === undefined || Date.now() < until)) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: 10,
          // Moto has put an event into the queue by the time it answers the upload: nothing is to be waited for.
          WaitTimeSeconds: 0,
          VisibilityTimeout: 60,
        }),
      );
      if (Messages.length === 0) break;
      until ??= Date.now() + windowMs;
      gathered.push(...Messages);
    }
    return gathered;
  };

  const remove = async (messages: readonly Message[]): Promise<void> => {
    for (let at = 0; at < messages.length; at += 10) {
      const Entries = messages
        .slice(at, at + 10)
        .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle: ReceiptHandle! }));
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    }
  };

  return {
    async drain() {
      for (let calls = 0; ; calls++) {
        const messages = await gather();
        if (messages.length === 0) return calls;
        const Records = messages.map(({ MessageId, Body, ReceiptHandle }) => ({
          messageId: MessageId,
          receiptHandle: ReceiptHandle,
          body: Body,
          eventSource: 'aws:sqs',
        }));
        const answer = (await invoke({ Records })) as Answer;
        const failed = new Set(answer.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier));
        await remove(messages.filter(({ MessageId }) => !failed.has(MessageId!)));
      }
    },
  };
}
