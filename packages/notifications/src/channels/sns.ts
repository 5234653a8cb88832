import type { PublishCommandInput } from '@aws-sdk/client-sns';
import { Effect, Layer } from 'effect';
import { NotificationError } from '../errors.ts';
import type { RunMessage } from '../message.ts';
import { Notifier } from '../notifier.ts';
import { retried } from './retries.ts';
import { snsMessage } from './snsMessage.ts';

/** Which topic messages go to. */
export interface SnsOptions {
  readonly topicArn: string;
  /** How often a message is sent in all, while that may help; 3 unless told. */
  readonly tries?: number;
}

/**
 * Publishes each message to a topic of Amazon SNS, by the SDK's own settings: mail gets the text, machines the
 * attributes `message` (JSON), `outcome` and `pipeline`, by which subscriptions can filter.
 */
export function snsTopic({ topicArn, tries = 3 }: SnsOptions): Layer.Layer<Notifier> {
  return Layer.effect(
    Notifier,
    Effect.gen(function* () {
      // Loaded when it is needed: who only renders messages does not pay for the SDK.
      const sdk = yield* Effect.promise(() => import('@aws-sdk/client-sns'));
      const client = yield* Effect.acquireRelease(
        Effect.sync(
          () =>
            new sdk.SNSClient({
              requestHandler: {
                connectionTimeout: 5_000,
                requestTimeout: 15_000,
                throwOnRequestTimeout: true,
              },
            }),
        ),
        (made) => Effect.sync(() => made.destroy()),
      );
      const publish = (input: PublishCommandInput) =>
        Effect.tryPromise({
          try: (abortSignal) => client.send(new sdk.PublishCommand(input), { abortSignal }),
          catch: (cause) => publishFailure(topicArn, cause as ServiceError),
        });
      return Notifier.of({
        notify: Effect.fn('Notifier.sns')((message: RunMessage) =>
          Effect.asVoid(retried(publish({ TopicArn: topicArn, ...snsMessage(message) }), { tries })),
        ),
      });
    }),
  );
}

type ServiceError = Error & { readonly $metadata?: { readonly httpStatusCode?: number } };

/** What a refusal of SNS means, by the name of the error. */
const refusals: readonly (readonly [name: RegExp, nextStep: (topicArn: string) => string])[] = [
  [/^NotFound/, (topic) => `Create the topic ${topic}, or name the one that there is, in the same region.`],
  [
    /^(?:AuthorizationError|AccessDenied|KMSAccessDenied)/,
    (topic) => `Allow sns:Publish on ${topic} to the role of this program, and the use of its KMS key.`,
  ],
  [/^KMS/, (topic) => `Look at the KMS key of ${topic}: it must be enabled.`],
  [
    /^(?:ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|CredentialsProvider|TokenProvider)/,
    () => 'Sign in again, or give the program a role.',
  ],
  [/^InvalidParameter/, (topic) => `Check the name ${topic}.`],
];

function publishFailure(topicArn: string, cause: ServiceError): NotificationError {
  const status = cause.$metadata?.httpStatusCode;
  const isThrottled = /throttl|toomanyrequests/i.test(cause.name) || status === 429;
  const refusal = refusals.find(([name]) => name.test(cause.name));
  const retryable = isThrottled || (refusal === undefined && (status === undefined || status >= 500));
  return new NotificationError({
    channel: 'sns',
    retryable,
    nextStep:
      refusal?.[1](topicArn) ??
      (retryable ? 'Send the message again later.' : `Look at the topic ${topicArn}.`),
    cause,
  });
}
