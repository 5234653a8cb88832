import { stepNames } from '@sales/workflow';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { resourcesOf, template, templateJson } from '../support/templates.ts';

const machine = resourcesOf(templateJson('dev', 'pipeline'), 'AWS::StepFunctions::StateMachine')[0]![1];
const definition = JSON.stringify(machine.Properties.DefinitionString);

describe('the workflow', () => {
  it('is logged step by step without data, and traced', () => {
    template('dev', 'pipeline').hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineName: 'sales-dev-batch',
      StateMachineType: 'STANDARD',
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false, Destinations: Match.anyValue() },
      TracingConfiguration: { Enabled: true },
    });
  });

  it('is what @sales/workflow renders, for the functions of this stack', () => {
    expect(definition).toContain('\\"StartAt\\":\\"Claim\\"');
    for (const step of stepNames) expect(definition).toContain(`Handlers${step}Function`);
  });

  it('cleans as many ranges at once as the settings say', () => {
    expect(definition).toContain('\\"MaxConcurrency\\":10');
    const prod = resourcesOf(templateJson('prod', 'pipeline'), 'AWS::StepFunctions::StateMachine');
    expect(JSON.stringify(prod)).toContain('\\"MaxConcurrency\\":100');
  });

  it('may call its own seven functions and no other', () => {
    const policies = resourcesOf(templateJson('dev', 'pipeline'), 'AWS::IAM::Policy').filter(([id]) =>
      id.startsWith('WorkflowRole'),
    );
    const statements = policies.flatMap(
      ([, { Properties }]) =>
        (Properties.PolicyDocument as { Statement: { Sid: string; Resource: unknown }[] }).Statement,
    );
    const resources = statements.find(({ Sid }) => Sid === 'CallTheSteps')!.Resource as unknown[];
    expect(resources).toHaveLength(stepNames.length);
  });
});
