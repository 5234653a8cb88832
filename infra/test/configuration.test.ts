import { describe, expect, it } from 'vitest';
import dev from '../config/dev.ts';
import { parseConfiguration } from '../src/configuration.ts';
import { environmentNames, readEnvironment } from '../src/environment.ts';

const problemOf = (input: unknown): string => {
  try {
    parseConfiguration('infra/config/dev.ts', input);
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('the settings of an environment', () => {
  it.each(environmentNames)('are right for %s', (name) => {
    expect(readEnvironment(name, {}).configuration.name).toBe(name);
  });

  it('name a value that is missing', () => {
    const { logDays: _left, ...rest } = dev;
    expect(problemOf(rest)).toMatch(/^infra\/config\/dev\.ts cannot be deployed\. logDays: /);
  });

  it('name a value that nobody knows', () => {
    expect(problemOf({ ...dev, lake: { ...dev.lake, rawDays: 3 } })).toMatch(/lake: .*"rawDays"/);
  });

  it('name each value that is wrong', () => {
    const problem = problemOf({ ...dev, region: 'Frankfurt', logDays: 8 });
    expect(problem).toContain('region: must be a region, such as eu-central-1');
    expect(problem).toContain('logDays: ');
  });

  it('refuse what a serverless warehouse cannot be', () => {
    const compute = { kind: 'serverless', baseCapacity: 32, maxCapacity: 16 };
    const problem = problemOf({ ...dev, warehouse: { ...dev.warehouse, zones: 2, compute } });
    expect(problem).toContain('warehouse.zones: a serverless warehouse needs three, and it has 2');
    expect(problem).toContain('warehouse.compute.maxCapacity: 16 is below the base capacity 32');
  });
});

describe('where an environment is deployed to', () => {
  it('is any account without one given, so that templates can be made without credentials', () => {
    expect(readEnvironment('dev', {}).account).toBeUndefined();
  });

  it('comes from the environment, else from the credentials', () => {
    const found = { CDK_DEFAULT_ACCOUNT: '111111111111' };
    expect(readEnvironment('dev', found).account).toBe('111111111111');
    expect(readEnvironment('dev', { ...found, SALES_ACCOUNT: '222222222222' }).account).toBe('222222222222');
    expect(readEnvironment('dev', { SALES_REGION: 'us-east-1' }).region).toBe('us-east-1');
  });

  it('is refused when it is no account, no region or no environment', () => {
    expect(() => readEnvironment('dev', { SALES_ACCOUNT: '12' })).toThrow(/SALES_ACCOUNT .*"12"/);
    expect(() => readEnvironment('dev', { SALES_REGION: 'here' })).toThrow(/region: must be a region/);
    expect(() => readEnvironment('production', {})).toThrow(/no environment "production"; there are dev, /);
  });
});
