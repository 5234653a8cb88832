import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { NotificationError, Notifier, severalNotifiers, snsTopic, webhook } from '@sales/notifications';
import { environmentNames } from '@sales/workflow';
import { Config, Effect, Layer, Redacted } from 'effect';
import { awsError } from './awsError.ts';
import { clientSettings } from './clientSettings.ts';
import { optional } from './settings.ts';

const channelSettings = Config.all({
  topicArn: Config.NonEmptyString(environmentNames.topicArn),
  webhookSecretArn: optional(environmentNames.webhookSecretArn),
});

/** The environment's channels: its topic, and a webhook where it has one. */
export const messagesLayer = Layer.unwrap(
  Effect.gen(function* () {
    const { topicArn, webhookSecretArn } = yield* channelSettings;
    const topic = snsTopic({ topicArn });
    return webhookSecretArn === undefined
      ? topic
      : severalNotifiers([topic, secretWebhook(webhookSecretArn)]);
  }),
);

/** A webhook whose secret is read when there is something to say: one that cannot be read keeps no other channel silent. */
function secretWebhook(arn: string) {
  return Layer.succeed(
    Notifier,
    Notifier.of({
      notify: (message) =>
        readSecret(arn).pipe(
          Effect.mapError(
            (cause) =>
              new NotificationError({ channel: 'webhook', retryable: cause.retryable, nextStep: '', cause }),
          ),
          Effect.flatMap((url) =>
            Effect.provide(
              Notifier.use((channel) => channel.notify(message)),
              webhook({ url }),
            ),
          ),
        ),
    }),
  );
}

const readSecret = Effect.fn('handlers.readSecret')(function* (arn: string) {
  const text = yield* Effect.tryPromise({
    try: async (abortSignal) => {
      const client = new SecretsManagerClient(clientSettings);
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }), {
        abortSignal,
      });
      return SecretString ?? '';
    },
    catch: (cause) => awsError('Secrets Manager', `read the secret ${arn}`, cause),
  });
  return Redacted.make(text.trim());
});
