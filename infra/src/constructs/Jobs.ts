import { join } from 'node:path';
import { dataSetLayout } from '@sales/lake';
import type { GlueJobNames } from '@sales/workflow';
import { CfnJob } from 'aws-cdk-lib/aws-glue';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { glueLogGrants } from '../glueLogs.ts';
import { type Grant, grant } from '../grant.ts';
import type { JobsProps } from './JobsProps.ts';

/**
 * The Glue jobs of engine `glue`: two of Spark, and a Python shell that has Redshift load. All that Glue would choose
 * by itself is chosen here; bookmarks are off, since a batch's manifest says what is read.
 */
export class Jobs extends Construct {
  readonly names: GlueJobNames;

  constructor(scope: Construct, id: string, props: JobsProps) {
    super(scope, id);
    const { dataSet, settings, warehouseArguments } = props;
    const { rawPrefix, silverPrefix, quarantinePrefix } = dataSetLayout(dataSet);
    const modules = ['etl_job', 'source_lines'].map((name) => this.script(props, name));
    const spark = {
      command: { name: 'glueetl', pythonVersion: '3' },
      glueVersion: settings.version,
      workerType: settings.workerType,
      numberOfWorkers: settings.maxWorkers,
      defaultArguments: {
        '--extra-py-files': modules.map(({ s3ObjectUrl }) => s3ObjectUrl).join(','),
        '--enable-auto-scaling': 'true',
        '--enable-metrics': 'true',
        '--enable-continuous-cloudwatch-log': 'true',
        '--job-bookmark-option': 'job-bookmark-disable',
      },
    };
    const rawToSilver = this.job('raw-to-silver', props, {
      ...spark,
      description: 'Cleans a batch on Spark.',
      read: [rawPrefix, 'runs/'],
      write: [silverPrefix, quarantinePrefix, 'runs/'],
      modules,
    });
    const silverToGold = this.job('silver-to-gold', props, {
      ...spark,
      description: 'Models a batch on Spark.',
      // The text of rows that lost against later ones is in the objects only.
      read: [rawPrefix, silverPrefix, 'runs/'],
      write: ['gold/', quarantinePrefix, 'runs/'],
      modules,
    });
    const goldToRedshift = this.job('gold-to-redshift', props, {
      command: { name: 'pythonshell', pythonVersion: '3.9' },
      description: 'Has Redshift load a batch, through its Data API.',
      maxCapacity: 0.0625,
      defaultArguments: { ...warehouseArguments, '--job-bookmark-option': 'job-bookmark-disable' },
      read: ['runs/'],
      write: ['runs/'],
      modules: [],
    });
    this.names = { rawToSilver, silverToGold, goldToRedshift };
  }

  private job(
    step: string,
    props: JobsProps,
    job: {
      readonly command: { readonly name: string; readonly pythonVersion: string };
      readonly description: string;
      readonly defaultArguments: Readonly<Record<string, string>>;
      readonly glueVersion?: string;
      readonly workerType?: string;
      readonly numberOfWorkers?: number;
      readonly maxCapacity?: number;
      readonly read: readonly string[];
      readonly write: readonly string[];
      readonly modules: readonly Asset[];
    },
  ): string {
    const { command, read, write, modules, ...rest } = job;
    const { settings, securityConfiguration } = props;
    const script = this.script(props, step.replaceAll('-', '_'));
    const name = `${props.prefix}-${step}`;
    const role = new Role(this, `${step}Role`, {
      description: `${job.description} The role of the job ${step}.`,
      assumedBy: new ServicePrincipal('glue.amazonaws.com'),
    });
    for (const each of this.grants(props, { read, write, assets: [script, ...modules] })) grant(role, each);
    if (command.name === 'pythonshell') for (const each of props.warehouseGrants) grant(role, each);
    new CfnJob(this, step, {
      ...rest,
      name,
      role: role.roleArn,
      command: { ...command, scriptLocation: script.s3ObjectUrl },
      executionProperty: { maxConcurrentRuns: settings.concurrentRuns },
      timeout: settings.timeoutMinutes,
      // The workflow tries again, and knows which errors are worth it.
      maxRetries: 0,
      securityConfiguration,
    });
    return name;
  }

  private grants(
    { bucket, key, encryptsData }: JobsProps,
    what: {
      readonly read: readonly string[];
      readonly write: readonly string[];
      readonly assets: readonly Asset[];
    },
  ): readonly Grant[] {
    const { read, write, assets } = what;
    const wildcards = 'The keys below these prefixes are made of batch ids, which no template can know.';
    const below = (prefixes: readonly string[]): string[] =>
      prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`));
    return [
      {
        sid: 'ReadItsScript',
        actions: ['s3:GetObject'],
        resources: assets.map(({ bucket: assetBucket, s3ObjectKey }) =>
          assetBucket.arnForObjects(s3ObjectKey),
        ),
      },
      {
        sid: 'SeeWhatIsThere',
        actions: ['s3:ListBucket', 's3:GetBucketLocation'],
        resources: [bucket.bucketArn],
      },
      { sid: 'ReadTheLake', actions: ['s3:GetObject'], resources: below(read), wildcards },
      // Spark writes under a name of its own, and renames.
      {
        sid: 'WriteTheLake',
        actions: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
        resources: below(write),
        wildcards,
      },
      ...(encryptsData
        ? [
            {
              sid: 'UseTheLakesKey',
              actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
              resources: [key.keyArn],
            },
          ]
        : []),
      ...glueLogGrants(this, key.keyArn),
    ];
  }

  private script({ scripts }: JobsProps, name: string): Asset {
    return new Asset(this, `${name}.py`, { path: join(scripts, `${name}.py`) });
  }
}
