import { Stack, Validations } from 'aws-cdk-lib';
import { type IRole, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';

/** Something that a role may do. */
export interface Grant {
  /** What it is for, in letters only: `ReadRawFiles`. */
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Why a `*` in the resources is no more than is needed. A statement with one is refused without a reason. */
  readonly wildcards?: string;
}

/** Lets a role do something, and acknowledges each wildcard in it by itself, with the reason given. */
export function grant(role: Role, { sid, actions, resources, conditions, wildcards }: Grant): void {
  role.addToPolicy(
    new PolicyStatement({
      sid,
      actions: [...actions],
      resources: [...resources],
      ...(conditions === undefined ? {} : { conditions }),
    }),
  );
  if (wildcards !== undefined) acknowledgeWildcards(role, resources, wildcards);
}

/** Acknowledges the wildcards of these resources in a role's policies, each by its own name. */
function acknowledgeWildcards(role: Role, resources: readonly string[], reason: string): void {
  // What another stack exports has a name only once references are resolved, which is before validation.
  role.node.addValidation({
    validate: () => {
      const names = resources.map((resource) => flattenCfnReference(Stack.of(role).resolve(resource)));
      for (const name of names.filter((text) => text.includes('*'))) {
        Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${name}]`, reason });
      }
      return [];
    },
  });
}

/** The same role for a construct that must neither widen it nor wait for it. */
export function fixedRole(role: Role): IRole {
  return Role.fromRoleArn(role, 'Fixed', role.roleArn, { mutable: false });
}
