import type { Assembly, PlacedResource } from './reading.ts';

interface Statement {
  readonly Sid?: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** Lists each role, what it is for and what it may do, as Markdown. */
export function renderRoles(assembly: Assembly): string {
  const { resources } = assembly;
  const roles = resources.filter(({ type, id }) => type === 'AWS::IAM::Role' && !id.startsWith('AWSCDK'));
  return roles.map((role) => renderRole(assembly, role)).join('\n\n');
}

function renderRole({ resources, referredBy, render }: Assembly, role: PlacedResource): string {
  const policies = resources.filter(
    ({ type, stack, properties }) =>
      type === 'AWS::IAM::Policy' && referredBy(stack, properties.Roles).some((other) => other === role),
  );
  const rows = policies.flatMap(({ stack, properties }) => {
    const { Statement: statements } = properties.PolicyDocument as { Statement: readonly Statement[] };
    return statements.map(({ Sid = '', Action, Resource, Condition }) => {
      // The name of an asset is a sum of its content, which is not the roles' affair.
      const on = list(Resource).map((resource) =>
        code(render(stack, resource).replace(/[0-9a-f]{64}/, '<asset>')),
      );
      const limit = Condition === undefined ? '' : ` if ${code(JSON.stringify(Condition))}`;
      return `| ${Sid} | ${list(Action)
        .map((action) => code(String(action)))
        .join(' ')} | ${on.join(' ')}${limit} |`;
    });
  });
  const name = role.id.replace(/Role[0-9A-F]{8}$/, '').replace(/^(Handlers|Administration)/, '');
  return [
    `### ${name}`,
    '',
    typeof role.properties.Description === 'string' ? role.properties.Description : '',
    '',
    '| for | may | on |',
    '|---|---|---|',
    ...rows,
  ].join('\n');
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}
