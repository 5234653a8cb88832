import { allTemplates } from './templates.ts';

/** A statement of a policy, as a template holds it, with where it stands. */
export interface PlacedStatement {
  /** `sales-dev-data/LakePolicy`. */
  readonly where: string;
  readonly type: string;
  readonly effect: string;
  readonly sid: string | undefined;
  readonly actions: readonly string[];
  /** Absent where a role's trust is stated. */
  readonly resources: readonly unknown[];
  readonly principals: unknown;
  readonly conditions: unknown;
}

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly NotAction?: unknown;
  readonly NotResource?: unknown;
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** Finds every statement of every policy in all templates, wherever it stands in a resource. */
export function allStatements(): readonly PlacedStatement[] {
  return allTemplates().flatMap(({ name, json }) =>
    Object.entries(json.Resources).flatMap(([id, { Type, Properties }]) =>
      statementsIn(Properties).map((statement) => {
        if (statement.NotAction !== undefined || statement.NotResource !== undefined) {
          throw new Error(`${name}/${id} says what it does not allow; say what it allows.`);
        }
        return {
          where: `${name}/${id}`,
          type: Type,
          effect: statement.Effect,
          sid: statement.Sid,
          actions: list(statement.Action) as string[],
          resources: list(statement.Resource),
          principals: statement.Principal,
          conditions: statement.Condition,
        };
      }),
    ),
  );
}

function statementsIn(value: unknown): readonly Statement[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(statementsIn);
  const { Statement: statements, ...rest } = value as { Statement?: unknown };
  return [
    ...(Array.isArray(statements) ? (statements as Statement[]) : []),
    ...statementsIn(Object.values(rest)),
  ];
}

function list(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
