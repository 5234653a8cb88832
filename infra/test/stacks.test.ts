import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { allTemplates } from './support/templates.ts';

/** What cannot be made again: it must lie in a stateful stack. */
const STATEFUL = [
  'AWS::S3::Bucket',
  'AWS::KMS::Key',
  'AWS::Redshift::Cluster',
  'AWS::RedshiftServerless::Namespace',
  'AWS::SecretsManager::Secret',
  'AWS::SNS::Topic',
];

interface Artifact {
  readonly dependencies?: readonly string[];
  readonly properties?: { readonly terminationProtection?: boolean };
}

const { artifacts } = JSON.parse(readFileSync(join(inject('assembly'), 'manifest.json'), 'utf8')) as {
  artifacts: Readonly<Record<string, Artifact>>;
};

describe('the stacks', () => {
  it('keep what is stateful apart from what can be made again', () => {
    for (const { name, stack, json } of allTemplates()) {
      const hasState = Object.values(json.Resources).some(({ Type }) => STATEFUL.includes(Type));
      expect(hasState, name).toBe(stack !== 'pipeline');
    }
  });

  it('protect the stateful ones of staging and prod from being deleted', () => {
    for (const { name, environment, stack } of allTemplates()) {
      const isProtected = artifacts[name]!.properties?.terminationProtection ?? false;
      expect(isProtected, name).toBe(environment !== 'dev' && stack !== 'pipeline');
    }
  });

  it('let the data of staging and prod outlive their stacks, and remove those of dev', () => {
    for (const { name, environment, json } of allTemplates()) {
      for (const { Type, DeletionPolicy } of Object.values(json.Resources)) {
        // A topic has no data; people confirm again.
        if (!STATEFUL.includes(Type) || Type === 'AWS::SNS::Topic') continue;
        const expected = environment === 'dev' ? ['Delete'] : ['Retain', 'Snapshot'];
        expect(expected, `${Type} in ${name}`).toContain(DeletionPolicy);
      }
    }
  });

  it('depend on each other one way: data, warehouse, pipeline', () => {
    for (const { name, environment, stack } of allTemplates()) {
      const needed = (artifacts[name]!.dependencies ?? []).filter((other) => !other.endsWith('.assets'));
      const expected = { data: [], warehouse: ['data'], pipeline: ['data', 'warehouse'] }[stack];
      expect(needed.sort(), name).toEqual(expected.map((other) => `sales-${environment}-${other}`));
    }
  });

  it('say by outputs what the command line needs to find them', () => {
    const expected = {
      data: ['LakeBucket', 'BatchesTopic', 'AlarmsTopic'],
      warehouse: [
        'WarehouseName',
        'WarehouseKind',
        'WarehouseDatabase',
        'WarehouseSchema',
        'LoaderSecret',
        'CopyRole',
      ],
      pipeline: ['StateMachine', 'Crawler', 'GlueDatabase'],
    };
    for (const { name, stack, json } of allTemplates())
      expect(Object.keys(json.Outputs ?? {}), name).toEqual(expect.arrayContaining(expected[stack]));
  });

  it('name no account, and stay far below what CloudFormation takes', () => {
    for (const { name, json } of allTemplates()) {
      const text = JSON.stringify(json);
      expect(text, name).not.toMatch(/\b\d{12}\b/);
      expect(text, name).not.toMatch(/[\w.]+@[\w-]+\.\w+/);
      expect(text.length, name).toBeLessThan(500_000);
      expect(Object.keys(json.Resources).length, name).toBeLessThan(250);
    }
  });
});
