import { dataSetLayout } from '@sales/lake';
import {
  type ColumnDefinition,
  dimensionDeltaColumns,
  factColumns,
  glueColumns,
  silverColumns,
} from '@sales/schema';
import { Aws, Stack } from 'aws-cdk-lib';
import { CfnCrawler, CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { grant } from '../grant.ts';
import { glueLogGrants } from '../glueLogs.ts';
import type { CatalogProps } from './CatalogProps.ts';

/**
 * The Glue database of the lake. Silver and gold are tables of the contract, so that what people query never depends
 * on a crawl; the crawler looks at raw alone, to see what changes there.
 */
export class Catalog extends Construct {
  readonly databaseName: string;
  readonly crawlerName: string;

  constructor(scope: Construct, id: string, props: CatalogProps) {
    super(scope, id);
    const { prefix, star, bucket } = props;
    const dataSet = star.contract.name;
    const layout = dataSetLayout(dataSet);
    this.databaseName = prefix.replaceAll('-', '_');
    this.crawlerName = `${prefix}-raw`;
    const database = new CfnDatabase(this, 'Database', {
      catalogId: Aws.ACCOUNT_ID,
      databaseInput: { name: this.databaseName, description: `The lake of ${prefix}.` },
    });

    const silver = s3Url(bucket, layout.silverPrefix);
    const [year, month, day] = layout.partitionColumns;
    this.table(`silver_${dataSet}`, database, {
      location: silver,
      columns: silverColumns(star.contract),
      partitionKeys: [year, month, day],
      // Athena works the folders out by itself: no partition is ever added, and none can be missing.
      parameters: {
        'projection.enabled': 'true',
        [`projection.${year}.type`]: 'integer',
        [`projection.${year}.range`]: '2020,2040',
        [`projection.${year}.digits`]: '4',
        [`projection.${month}.type`]: 'integer',
        [`projection.${month}.range`]: '1,12',
        [`projection.${month}.digits`]: '2',
        [`projection.${day}.type`]: 'integer',
        [`projection.${day}.range`]: '1,31',
        [`projection.${day}.digits`]: '2',
        'storage.location.template': `${silver}${[year, month, day].map((name) => `${name}=\${${name}}/`).join('')}`,
      },
    });
    const gold: readonly (readonly [string, readonly ColumnDefinition[]])[] = [
      [star.fact.table, factColumns(star)],
      ...star.dimensions.map(
        (dimension) => [dimension.table, dimensionDeltaColumns(star, dimension)] as const,
      ),
    ];
    for (const [table, columns] of gold) {
      this.table(`gold_${table}`, database, { location: s3Url(bucket, `gold/${table}/`), columns });
    }

    const crawler = new CfnCrawler(this, 'Crawler', {
      name: this.crawlerName,
      description: 'Watches what the raw files look like; the tables people query do not depend on it.',
      role: this.crawlerRole(props).roleArn,
      databaseName: this.databaseName,
      tablePrefix: 'raw_',
      targets: { s3Targets: [{ path: s3Url(bucket, layout.rawPrefix), sampleSize: 10 }] },
      schemaChangePolicy: { updateBehavior: 'UPDATE_IN_DATABASE', deleteBehavior: 'LOG' },
      recrawlPolicy: { recrawlBehavior: 'CRAWL_EVERYTHING' },
      configuration: JSON.stringify({
        Version: 1,
        Grouping: { TableGroupingPolicy: 'CombineCompatibleSchemas' },
      }),
      crawlerSecurityConfiguration: props.securityConfiguration,
    });
    crawler.addResourceDependency(database);
  }

  private crawlerRole({ star, bucket, key, encryptsData }: CatalogProps): Role {
    const role = new Role(this, 'CrawlerRole', {
      description: 'Lets the crawler read the raw files, and write down what they look like.',
      assumedBy: new ServicePrincipal('glue.amazonaws.com'),
    });
    const { rawPrefix } = dataSetLayout(star.contract.name);
    grant(role, {
      sid: 'SeeRawFiles',
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      conditions: { StringLike: { 's3:prefix': [`${rawPrefix}*`, rawPrefix.replace(/\/$/, '')] } },
    });
    grant(role, { sid: 'FindTheBucket', actions: ['s3:GetBucketLocation'], resources: [bucket.bucketArn] });
    grant(role, {
      sid: 'ReadRawFiles',
      actions: ['s3:GetObject'],
      resources: [bucket.arnForObjects(`${rawPrefix}*`)],
      wildcards: 'The names of the files are those of whoever delivers them.',
    });
    if (encryptsData)
      grant(role, { sid: 'DecryptRawFiles', actions: ['kms:Decrypt'], resources: [key.keyArn] });
    grant(role, {
      sid: 'WriteRawTables',
      actions: [
        'glue:GetDatabase',
        'glue:GetTable',
        'glue:GetTables',
        'glue:CreateTable',
        'glue:UpdateTable',
        'glue:GetPartition',
        'glue:GetPartitions',
        'glue:BatchGetPartition',
        'glue:BatchCreatePartition',
        'glue:UpdatePartition',
      ],
      resources: [
        ...catalogArns(this, this.databaseName).slice(0, 2),
        Stack.of(this).formatArn({
          service: 'glue',
          resource: 'table',
          resourceName: `${this.databaseName}/raw_*`,
        }),
      ],
      wildcards: 'The crawler names the tables it finds, behind its own prefix.',
    });
    for (const each of glueLogGrants(this, key.keyArn)) grant(role, each);
    return role;
  }

  private table(
    name: string,
    database: CfnDatabase,
    table: {
      readonly location: string;
      readonly columns: readonly ColumnDefinition[];
      readonly partitionKeys?: readonly string[];
      readonly parameters?: Readonly<Record<string, string>>;
    },
  ): void {
    const resource = new CfnTable(this, name, {
      catalogId: Aws.ACCOUNT_ID,
      databaseName: this.databaseName,
      tableInput: {
        name,
        tableType: 'EXTERNAL_TABLE',
        parameters: { EXTERNAL: 'TRUE', classification: 'parquet', ...table.parameters },
        partitionKeys: (table.partitionKeys ?? []).map((column) => ({ name: column, type: 'int' })),
        storageDescriptor: {
          location: table.location,
          columns: glueColumns(table.columns).map(({ Name, Type }) => ({ name: Name, type: Type })),
          inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
          outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
          serdeInfo: {
            serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
            parameters: { 'serialization.format': '1' },
          },
        },
      },
    });
    resource.addResourceDependency(database);
  }
}

function s3Url(bucket: IBucket, prefix: string): string {
  return `s3://${bucket.bucketName}/${prefix}`;
}

/** The catalog, a database in it and the database's tables, as permissions name them. */
export function catalogArns(scope: Construct, databaseName: string): readonly string[] {
  const arn = (resource: string, resourceName?: string): string =>
    Stack.of(scope).formatArn({
      service: 'glue',
      resource,
      ...(resourceName === undefined ? {} : { resourceName }),
    });
  return [arn('catalog'), arn('database', databaseName), arn('table', `${databaseName}/*`)];
}
