import { environmentOf, handlerNames, handlerSizes } from '@sales/workflow';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { handlerBundle } from '../../src/bundles.ts';
import { resourcesOf, template, templateJson } from '../support/templates.ts';

const functions = resourcesOf(templateJson('dev', 'pipeline'), 'AWS::Lambda::Function').map(
  ([, { Properties }]) => Properties,
);
const functionOf = (name: string) =>
  functions.find(({ FunctionName }) => FunctionName === `sales-dev-${name}`)!;

describe.each(handlerNames)('the function %s', (name) => {
  const properties = functionOf(name);

  it('has the size that @sales/workflow gives it, Node 24, JSON logs and tracing', () => {
    const { memoryMb, timeoutSeconds } = handlerSizes[name];
    expect(properties).toMatchObject({
      MemorySize: memoryMb,
      Timeout: timeoutSeconds,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON' },
    });
  });

  it('is given the variables that it reads and no others of ours', () => {
    const { Variables } = properties.Environment as { Variables: Record<string, unknown> };
    const given = Object.keys(Variables);
    const unused = ['REDSHIFT_CLUSTER', 'WEBHOOK_SECRET_ARN'];
    expect(given.sort()).toEqual(environmentOf[name].filter((variable) => !unused.includes(variable)).sort());
  });

  it('writes a log of its own that ends after the days of the settings', () => {
    template('dev', 'pipeline').hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: `/sales-dev/${name}`,
      RetentionInDays: 14,
      KmsKeyId: Match.anyValue(),
    });
  });
});

describe('the functions', () => {
  it('hold no secret in their variables, only where one is', () => {
    const variables = functions.flatMap(({ Environment }) =>
      Object.keys((Environment as { Variables: object } | undefined)?.Variables ?? {}),
    );
    expect(variables.filter((variable) => /PASSWORD|TOKEN|KEY$/.test(variable))).toEqual([]);
  });

  it('are told which cluster to load where the warehouse is provisioned', () => {
    const load = resourcesOf(templateJson('prod', 'pipeline'), 'AWS::Lambda::Function').find(
      ([, { Properties }]) => Properties.FunctionName === 'sales-prod-load',
    )!;
    expect(Object.keys((load[1].Properties.Environment as { Variables: object }).Variables)).toContain(
      'REDSHIFT_CLUSTER',
    );
  });

  it('that were not built say which command builds them', () => {
    expect(() => handlerBundle('no-such-handler')).toThrow(
      'The handler "no-such-handler" has no bundle in apps/handlers/dist; build all handlers with `pnpm build:handlers`.',
    );
  });
});
