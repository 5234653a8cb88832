import { glueColumns, salesStar, silverColumns } from '@sales/schema';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { resourcesOf, template, templateJson } from '../support/templates.ts';

interface Table {
  readonly Name: string;
  readonly PartitionKeys: readonly { readonly Name: string }[];
  readonly Parameters: Readonly<Record<string, string>>;
  readonly StorageDescriptor: {
    readonly Columns: readonly { readonly Name: string; readonly Type: string }[];
  };
}

const tables = resourcesOf(templateJson('dev', 'pipeline'), 'AWS::Glue::Table').map(
  ([, { Properties }]) => Properties.TableInput as Table,
);
const table = (name: string): Table => tables.find(({ Name }) => Name === name)!;

describe('the catalog', () => {
  it('has the contract as silver and the star as gold', () => {
    const gold = [salesStar.fact.table, ...salesStar.dimensions.map(({ table }) => table)];
    expect(tables.map(({ Name }) => Name).sort()).toEqual(
      ['silver_sales', ...gold.map((name) => `gold_${name}`)].sort(),
    );
    expect(table('silver_sales').StorageDescriptor.Columns).toEqual(
      glueColumns(silverColumns(salesStar.contract)),
    );
  });

  it('works the days of silver out by projection, as the lake writes them', () => {
    const { PartitionKeys, Parameters } = table('silver_sales');
    expect(PartitionKeys.map(({ Name }) => Name)).toEqual(['sales_year', 'sales_month', 'sales_day']);
    expect(Parameters['projection.enabled']).toBe('true');
    expect(Parameters['projection.sales_month.digits']).toBe('2');
    expect(JSON.stringify(Parameters['storage.location.template'])).toContain(
      '/silver/sales/sales_year=${sales_year}/sales_month=${sales_month}/sales_day=${sales_day}/',
    );
  });

  it('crawls raw alone, under its own prefix, and removes nothing', () => {
    template('dev', 'pipeline').hasResourceProperties('AWS::Glue::Crawler', {
      Name: 'sales-dev-raw',
      TablePrefix: 'raw_',
      SchemaChangePolicy: { DeleteBehavior: 'LOG' },
      Targets: {
        S3Targets: [
          { Path: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('/raw/sales/$')])] } },
        ],
      },
      CrawlerSecurityConfiguration: Match.anyValue(),
    });
  });
});
