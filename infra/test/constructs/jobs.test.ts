import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { resourcesOf, template, templateJson } from '../support/templates.ts';

const dev = template('dev', 'pipeline');

describe.each(['raw-to-silver', 'silver-to-gold'])('the job %s', (name) => {
  it('runs Spark of the version, size and time of the settings, without bookmarks', () => {
    dev.hasResourceProperties('AWS::Glue::Job', {
      Name: `sales-dev-${name}`,
      Command: { Name: 'glueetl', PythonVersion: '3', ScriptLocation: Match.anyValue() },
      GlueVersion: '5.1',
      WorkerType: 'G.1X',
      NumberOfWorkers: 4,
      Timeout: 60,
      MaxRetries: 0,
      ExecutionProperty: { MaxConcurrentRuns: 1 },
      SecurityConfiguration: Match.anyValue(),
      DefaultArguments: Match.objectLike({
        '--enable-auto-scaling': 'true',
        '--job-bookmark-option': 'job-bookmark-disable',
        '--extra-py-files': Match.anyValue(),
      }),
    });
  });
});

it.each(['rawtosilver', 'silvertogold'])('the role of the job %s may read the objects’ rows', (id) => {
  const policies = resourcesOf(templateJson('dev', 'pipeline'), 'AWS::IAM::Policy');
  const own = policies.filter(([name]) => name.startsWith(`Jobs${id}`));
  expect(JSON.stringify(own)).toContain('/raw/sales/*');
});

describe('the job gold-to-redshift', () => {
  it('is a small Python shell that knows the warehouse and its secret’s ARN', () => {
    dev.hasResourceProperties('AWS::Glue::Job', {
      Name: 'sales-dev-gold-to-redshift',
      Command: { Name: 'pythonshell', PythonVersion: '3.9' },
      MaxCapacity: 0.0625,
      DefaultArguments: Match.objectLike({
        '--redshift_workgroup': Match.anyValue(),
        '--redshift_secret_arn': Match.anyValue(),
        '--redshift_copy_role_arn': Match.anyValue(),
      }),
    });
    dev.hasResourceProperties('AWS::Glue::Job', {
      Name: 'sales-dev-gold-to-redshift',
      DefaultArguments: Match.objectLike({ '--redshift_cluster': Match.absent() }),
    });
  });
});

describe('the workflow', () => {
  it('may run these three jobs, and no other', () => {
    const policies = resourcesOf(templateJson('dev', 'pipeline'), 'AWS::IAM::Policy').filter(([id]) =>
      id.startsWith('WorkflowRole'),
    );
    const arns = JSON.stringify(policies).match(/:job\/[\w-]+/g);
    const names = ['raw-to-silver', 'silver-to-gold', 'gold-to-redshift'];
    expect(new Set(arns)).toEqual(new Set(names.map((name) => `:job/sales-dev-${name}`)));
  });
});

describe('the engine', () => {
  it('is chosen as the settings say', () => {
    template('prod', 'pipeline').hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'sales-prod-plan',
      Environment: { Variables: Match.objectLike({ ENGINE: 'auto' }) },
    });
  });
});
