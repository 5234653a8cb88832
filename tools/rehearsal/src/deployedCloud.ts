import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LambdaClient, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DeleteQueueCommand, GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { Emulator } from '@sales/emulators';
import { ApiError } from '@sales/emulators/redshift';
import { joinCloud, MS_PER_SECOND } from './joinCloud.ts';
import { readDeployment } from './readDeployment.ts';
import { clientSettings, makeMailbox, openClients } from './resources.ts';

/**
 * Runs the workflow that was deployed to a moto: its definition, its functions' code, variables and sizes, its bucket,
 * rule, queue and topic, as they stand there. What moto has of the warehouse and the crawler is a name, so that those
 * are stand-ins of that name; the tables are made by the deployed `migrate`.
 */
export async function startDeployedCloud(moto: Emulator, environment: string) {
  const folder = mkdtempSync(join(tmpdir(), 'deployed-'));
  const settings = clientSettings(moto.endpoint);
  const { outputs, workflow, mapping } = await readDeployment(moto.endpoint, environment, folder);
  // Moto would run the function itself, in a container.
  await new LambdaClient(settings).send(
    new UpdateEventSourceMappingCommand({ UUID: mapping.UUID, Enabled: false }),
  );
  const clients = openClients(moto.endpoint);
  const { QueueUrl } = await clients.sqs.send(
    new GetQueueUrlCommand({ QueueName: mapping.EventSourceArn!.split(':').at(-1) }),
  );
  const { Attributes } = await clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy'] }),
  );
  const { deadLetterTargetArn } = JSON.parse(Attributes!['RedrivePolicy']!) as {
    deadLetterTargetArn: string;
  };
  const { QueueUrl: deadQueueUrl } = await clients.sqs.send(
    new GetQueueUrlCommand({ QueueName: deadLetterTargetArn.split(':').at(-1) }),
  );
  const topicArn = outputs.get('BatchesTopic')!;
  const mailboxUrl = await makeMailbox(clients, topicArn);

  const secrets = new SecretsManagerClient(settings);
  const { environment: migrating } = workflow.functions['migrate']!;
  const cloud = await joinCloud({
    moto,
    clients,
    resources: {
      bucket: outputs.get('LakeBucket')!,
      queueUrl: QueueUrl!,
      deadQueueUrl: deadQueueUrl!,
      topicArn,
      mailboxUrl,
    },
    names: {
      crawler: outputs.get('Crawler')!,
      warehouse: { workgroup: outputs.get('WarehouseName')!, database: outputs.get('WarehouseDatabase')! },
      gathering: {
        windowMs: mapping.MaximumBatchingWindowInSeconds! * MS_PER_SECOND,
        batchSize: mapping.BatchSize!,
      },
    },
    workflow,
    redshift: {
      copyRoles: [workflow.functions['load']!.environment['REDSHIFT_COPY_ROLE_ARN']!],
      // The administrator's secret is Redshift's own; every other must be there.
      readSecret: async (arn) => {
        if (arn === migrating['REDSHIFT_ADMINISTRATOR_SECRET_ARN']) return;
        await secrets.send(new GetSecretValueCommand({ SecretId: arn })).catch((error: Error) => {
          throw new ApiError('ValidationException', error.message);
        });
      },
    },
  });
  await cloud.invoke('migrate', {});
  return {
    ...cloud,
    stop: async () => {
      await cloud.stop();
      await clients.sqs.send(new DeleteQueueCommand({ QueueUrl: mailboxUrl }));
      rmSync(folder, { recursive: true });
    },
  };
}
