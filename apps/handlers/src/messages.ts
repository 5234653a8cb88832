import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { severalNotifiers, snsTopic, webhook } from '@sales/notifications';
import { environmentNames } from '@sales/workflow';
import { Config, Effect, Layer, Redacted } from 'effect';
import { awsError } from './awsError.ts';
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
    if (webhookSecretArn === undefined) return topic;
    return severalNotifiers([topic, webhook({ url: yield* readSecret(webhookSecretArn) })]);
  }),
);

const readSecret = Effect.fn('handlers.readSecret')(function* (arn: string) {
  const text = yield* Effect.tryPromise({
    try: async (abortSignal) => {
      const client = new SecretsManagerClient({ maxAttempts: 4 });
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }), {
        abortSignal,
      });
      return SecretString ?? '';
    },
    catch: (cause) => awsError('Secrets Manager', `read the secret ${arn}`, cause),
  });
  return Redacted.make(text.trim());
});
