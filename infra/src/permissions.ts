import { dataSetLayout } from '@sales/lake';
import type { AdministratorName, HandlerName } from '@sales/workflow';
import type { Grant } from './grant.ts';

/** What handlers work on, by ARN. */
export interface HandlerResources {
  readonly dataSet: string;
  readonly lakeArn: string;
  /** The environment's key. */
  readonly keyArn: string;
  /** Whether the lake's objects are under that key. */
  readonly encryptsData: boolean;
  readonly stateMachineArn: string;
  readonly crawlerArn: string;
  /** The database and the tables in it, with the catalog that holds them. */
  readonly catalogArns: readonly string[];
  readonly warehouseArn: string;
  readonly loaderSecretArn: string;
  readonly topicArn: string;
  readonly webhookSecretArn: string | undefined;
}

/** What each handler may do; docs/security.md shows the whole. */
export function handlerGrants(resources: HandlerResources): Readonly<Record<HandlerName, readonly Grant[]>> {
  const lake = lakeGrants(resources);
  const { stateMachineArn, topicArn, webhookSecretArn, loaderSecretArn, keyArn } = resources;
  const { rawPrefix, silverPrefix, quarantinePrefix } = dataSetLayout(resources.dataSet);
  const claims = ['ledger/', 'runs/', 'locks/'];
  const messages: readonly Grant[] = [
    { sid: 'TellPeople', actions: ['sns:Publish'], resources: [topicArn] },
    { sid: 'EncryptMessages', actions: ['kms:GenerateDataKey', 'kms:Decrypt'], resources: [keyArn] },
    ...(webhookSecretArn === undefined ? [] : [secretGrant('ReadTheWebhook', webhookSecretArn)]),
  ];
  return {
    intake: [
      ...lake({ list: [rawPrefix, ...claims], read: [rawPrefix, ...claims], write: claims, remove: claims }),
      { sid: 'StartBatches', actions: ['states:StartExecution'], resources: [stateMachineArn] },
    ],
    claim: lake({ list: claims, read: claims }),
    catalog: [
      ...lake({ read: ['runs/'], write: ['runs/'] }),
      {
        sid: 'Crawl',
        actions: ['glue:StartCrawler', 'glue:GetCrawler'],
        resources: [resources.crawlerArn],
      },
      {
        sid: 'SeeWhatWasCrawled',
        actions: ['glue:GetTables'],
        resources: resources.catalogArns,
        wildcards: 'The crawler names the tables that it finds.',
      },
    ],
    plan: lake({ list: ['runs/'], read: [rawPrefix, 'runs/'], versions: [rawPrefix], write: ['runs/'] }),
    clean: lake({
      read: [rawPrefix, silverPrefix, quarantinePrefix, 'runs/'],
      versions: [rawPrefix],
      write: [silverPrefix, quarantinePrefix, 'runs/'],
    }),
    // The texts of superseded rows are read from raw again.
    model: lake({
      list: [silverPrefix, quarantinePrefix, 'gold/', 'runs/'],
      read: [rawPrefix, silverPrefix, quarantinePrefix, 'gold/', 'runs/'],
      versions: [rawPrefix],
      write: [quarantinePrefix, 'gold/', 'runs/'],
      remove: [quarantinePrefix, 'gold/', 'runs/'],
    }),
    load: [
      ...lake({
        list: ['gold/', 'runs/', 'ledger/'],
        read: ['gold/', 'runs/', 'locks/', 'ledger/'],
        write: ['runs/', 'locks/'],
        remove: ['locks/', 'runs/'],
      }),
      ...loaderGrants({
        warehouseArn: resources.warehouseArn,
        loaderSecretArn,
        // Who uses the lake's key may use it for the secret, too.
        keyArn: resources.encryptsData ? undefined : keyArn,
      }),
    ],
    // It clears away what a failed batch left.
    notify: [
      ...lake({
        list: ['runs/', silverPrefix, quarantinePrefix, 'gold/', 'ledger/'],
        read: ['runs/', 'ledger/', 'locks/', quarantinePrefix],
        write: ['runs/', 'ledger/', 'locks/'],
        remove: ['runs/', silverPrefix, quarantinePrefix, 'gold/', 'ledger/', 'locks/'],
      }),
      ...messages,
    ],
    watch: [...lake({ list: ['runs/'], read: ['runs/'] }), ...messages],
  };
}

/** Loading the warehouse as the user that loads. */
export function loaderGrants({
  warehouseArn,
  loaderSecretArn,
  keyArn,
}: {
  readonly warehouseArn: string;
  readonly loaderSecretArn: string;
  readonly keyArn: string | undefined;
}): readonly Grant[] {
  return [
    ...dataApiGrants(warehouseArn),
    secretGrant('ConnectToTheWarehouse', loaderSecretArn),
    ...(keyArn === undefined ? [] : [decryptSecret(keyArn)]),
  ];
}

/** What the functions that keep the warehouse in order work on, by ARN. */
export interface AdministratorResources {
  readonly keyArn: string;
  readonly warehouseArn: string;
  readonly loaderSecretArn: string;
  /** Without the six letters that Secrets Manager adds to a secret's name. */
  readonly administratorSecretArn: string;
}

/** What the functions that keep the warehouse in order may do. */
export function administratorGrants({
  keyArn,
  warehouseArn,
  loaderSecretArn,
  administratorSecretArn,
}: AdministratorResources): Readonly<Record<AdministratorName, readonly Grant[]>> {
  const administer: readonly Grant[] = [
    ...dataApiGrants(warehouseArn),
    {
      ...secretGrant('ConnectAsAdministrator', `${administratorSecretArn}-??????`),
      wildcards: 'Secrets Manager adds six letters of its own to the name of a secret that Redshift keeps.',
    },
  ];
  return {
    migrate: [...administer, secretGrant('ReadTheLoadersPassword', loaderSecretArn), decryptSecret(keyArn)],
    rotate: [
      ...administer,
      {
        sid: 'ChangeTheLoadersPassword',
        actions: [
          'secretsmanager:DescribeSecret',
          'secretsmanager:GetSecretValue',
          'secretsmanager:PutSecretValue',
          'secretsmanager:UpdateSecretVersionStage',
        ],
        resources: [loaderSecretArn],
      },
      {
        sid: 'MakeAPassword',
        actions: ['secretsmanager:GetRandomPassword'],
        resources: ['*'],
        wildcards: 'A random password is no resource of IAM.',
      },
      {
        sid: 'EncryptTheSecret',
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [keyArn],
      },
    ],
  };
}

/** Asking Redshift through the Data API. */
function dataApiGrants(warehouseArn: string): readonly Grant[] {
  return [
    {
      sid: 'AskTheWarehouse',
      actions: ['redshift-data:ExecuteStatement', 'redshift-data:BatchExecuteStatement'],
      resources: [warehouseArn],
    },
    {
      sid: 'FollowItsOwnStatements',
      actions: [
        'redshift-data:DescribeStatement',
        'redshift-data:GetStatementResult',
        'redshift-data:CancelStatement',
      ],
      resources: ['*'],
      conditions: { StringEquals: { 'redshift-data:statement-owner-iam-userid': '${aws:userid}' } },
      wildcards:
        'A statement is no resource of IAM; the condition leaves the statements that the role began.',
    },
  ];
}

function secretGrant(sid: string, secretArn: string): Grant {
  return { sid, actions: ['secretsmanager:GetSecretValue'], resources: [secretArn] };
}

function decryptSecret(keyArn: string): Grant {
  return { sid: 'DecryptTheSecret', actions: ['kms:Decrypt'], resources: [keyArn] };
}

interface Prefixes {
  readonly list?: readonly string[];
  readonly read?: readonly string[];
  /** Where the version that a batch claimed is read, also when it was overwritten meanwhile. */
  readonly versions?: readonly string[];
  readonly write?: readonly string[];
  readonly remove?: readonly string[];
}

/** Grants on the lake by prefix: what S3 calls are made of. */
function lakeGrants({ lakeArn, keyArn, encryptsData }: HandlerResources) {
  const wildcards = 'The keys below these prefixes are made of batch ids, which no template can know.';
  const objects = (sid: string, actions: readonly string[], prefixes: readonly string[]): Grant[] =>
    prefixes.length === 0
      ? []
      : [{ sid, actions, resources: prefixes.map((prefix) => `${lakeArn}/${prefix}*`), wildcards }];
  return ({ list = [], read = [], versions = [], write = [], remove = [] }: Prefixes): readonly Grant[] => [
    // A list of a versioned bucket is one of versions. For a missing object S3 answers 404 only to who may list its prefix, and 403 to others.
    {
      sid: 'SeeWhatIsThere',
      actions: ['s3:ListBucket', ...(list.length + versions.length > 0 ? ['s3:ListBucketVersions'] : [])],
      resources: [lakeArn],
      conditions: {
        // A request without a prefix only asks whether the bucket is there, or lists names of the lake's own.
        StringLikeIfExists: { 's3:prefix': [...new Set([...list, ...read])].map((prefix) => `${prefix}*`) },
      },
    },
    { sid: 'SeeThatVersionsAreKept', actions: ['s3:GetBucketVersioning'], resources: [lakeArn] },
    ...objects('ReadTheLake', ['s3:GetObject'], read),
    ...objects('ReadClaimedVersions', ['s3:GetObjectVersion'], versions),
    ...objects('WriteTheLake', ['s3:PutObject', 's3:AbortMultipartUpload'], write),
    ...objects('RemoveFromTheLake', ['s3:DeleteObject'], remove),
    ...(encryptsData
      ? [
          {
            sid: 'UseTheLakesKey',
            actions: ['kms:Decrypt', ...(write.length > 0 ? ['kms:GenerateDataKey'] : [])],
            resources: [keyArn],
          },
        ]
      : []),
  ];
}
