import { ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** A message about a batch, as a subscriber of the topic gets it. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
}

/** Takes all messages that have arrived. */
export async function readMail(sqs: SQSClient, mailboxUrl: string): Promise<readonly Mail[]> {
  const mails: Mail[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: mailboxUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
    );
    if (Messages.length === 0) return mails;
    for (const { Body } of Messages) {
      const { Subject = '', Message } = JSON.parse(Body!) as { Subject?: string; Message: string };
      // Mail is wrapped for people.
      mails.push({ subject: Subject, text: Message.replace(/\s+/g, ' ') });
    }
  }
}
