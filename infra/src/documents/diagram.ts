import { type Assembly, nameOf, type PlacedResource } from './reading.ts';

/** The types that the diagram shows, with the shape of their nodes. All else is detail. */
const SHAPES: Readonly<Record<string, readonly [string, string]>> = {
  'AWS::S3::Bucket': ['[(', ')]'],
  'AWS::Events::Rule': ['{{', '}}'],
  'AWS::SQS::Queue': ['[[', ']]'],
  'AWS::Lambda::Function': ['(', ')'],
  'AWS::StepFunctions::StateMachine': ['{', '}'],
  'AWS::Glue::Crawler': ['(', ')'],
  'AWS::Glue::Job': ['(', ')'],
  'AWS::RedshiftServerless::Workgroup': ['[(', ')]'],
  'AWS::SecretsManager::Secret': ['[/', '/]'],
  'AWS::SNS::Topic': ['>', ']'],
};

const GROUPS: Readonly<Record<string, string>> = {
  data: 'data',
  warehouse: 'warehouse',
  pipeline: 'pipeline',
};

/** Draws the resources of an environment and what uses what, as Mermaid. An arrow goes from who acts to what it acts on. */
export function renderDiagram(assembly: Assembly): string {
  const { resources } = assembly;
  const shown = resources.filter(({ type, id }) => SHAPES[type] !== undefined && !id.startsWith('AWSCDK'));
  const lines = ['flowchart LR'];
  for (const [stack, title] of Object.entries(GROUPS)) {
    lines.push(`  subgraph ${title}`);
    for (const resource of shown.filter((one) => one.stack.endsWith(`-${stack}`))) {
      const [open, close] = SHAPES[resource.type]!;
      lines.push(`    ${resource.id}${open}"${nameOf(resource)}"${close}`);
    }
    lines.push('  end');
  }
  const arrows = new Set<string>();
  for (const [from, to, label] of [...bySetting(assembly), ...byPermission(assembly, shown)]) {
    if (from.id !== to.id && shown.includes(from) && shown.includes(to)) {
      arrows.add(`  ${from.id} -->${label === '' ? '' : `|${label}|`} ${to.id}`);
    }
  }
  return [...lines, ...[...arrows].toSorted()].join('\n');
}

type Arrow = readonly [PlacedResource, PlacedResource, string];

/** Arrows that a resource's own settings say. */
function bySetting({ resources, referredBy }: Assembly): readonly Arrow[] {
  return resources.flatMap((resource): readonly Arrow[] => {
    const { type, stack, properties } = resource;
    const to = (value: unknown, label = ''): readonly Arrow[] =>
      referredBy(stack, value).map((target) => [resource, target, label] as const);
    switch (type) {
      case 'AWS::Events::Rule':
        return (properties.Targets as { Arn: unknown; DeadLetterConfig?: unknown }[]).flatMap(({ Arn }) =>
          to(Arn),
        );
      case 'AWS::SQS::Queue':
        return to(properties.RedrivePolicy, 'given up');
      case 'AWS::Lambda::EventSourceMapping': {
        const [queue] = referredBy(stack, properties.EventSourceArn);
        const [target] = referredBy(stack, properties.FunctionName);
        return queue === undefined || target === undefined ? [] : [[queue, target, '']];
      }
      case 'AWS::StepFunctions::StateMachine':
        return to(properties.DefinitionString, '').filter(([, target]) => target.type !== 'AWS::S3::Bucket');
      default:
        return [];
    }
  });
}

/** Arrows from a function to what its role lets it work on. */
function byPermission(
  { resources, referredBy, render }: Assembly,
  shown: readonly PlacedResource[],
): readonly Arrow[] {
  const functions = shown.filter(({ type }) => type === 'AWS::Lambda::Function');
  return functions.flatMap((one) => {
    const [role] = referredBy(one.stack, one.properties.Role);
    const policies = resources.filter(
      ({ type, stack, properties }) =>
        type === 'AWS::IAM::Policy' && referredBy(stack, properties.Roles).some((other) => other === role),
    );
    return policies.flatMap(({ stack, properties }) => {
      const { Statement } = properties.PolicyDocument as { Statement: { Resource: unknown }[] };
      return Statement.flatMap(({ Resource }) =>
        [...referredBy(stack, Resource), ...named(render, stack, Resource, shown)].map(
          (target): Arrow => [one, target, ''],
        ),
      );
    });
  });
}

/** The resources that an ARN means by their own name, where it is put together rather than referred to. */
function named(
  render: Assembly['render'],
  stack: string,
  arns: unknown,
  shown: readonly PlacedResource[],
): readonly PlacedResource[] {
  const texts = (Array.isArray(arns) ? arns : [arns]).map((arn) => render(stack, arn));
  return shown.filter(({ type, properties }) => {
    const kind = type.split('::').at(-1)!;
    const name = properties.Name ?? properties[`${kind}Name`];
    const end = new RegExp(`:${kind}[:/]${String(name)}$`, 'i');
    return typeof name === 'string' && texts.some((text) => end.test(text));
  });
}
