import type { Sentence, Step } from './step.ts';
import { sqlText } from '../sql/literal.ts';
import { sqlName, sqlNames } from '../sql/name.ts';
import type { TableDefinition } from './tables.ts';

/** What the two engines say differently. Everything else of a load is rendered once, here. */
export interface Dialect {
  /** Renders CREATE TABLE IF NOT EXISTS. */
  readonly createTable: (table: TableDefinition) => string;
  readonly lock: (step: Extract<Step, { kind: 'lock' }>) => readonly string[];
  /** Renders a query that fails with the sentence, an SQL text, of the first check that fails. */
  readonly assert: (
    from: string,
    checks: readonly { readonly failsWhen: string; readonly sentence: string }[],
  ) => string;
  readonly stage: (step: Extract<Step, { kind: 'stage' }>) => readonly string[];
  /** Renders CREATE TEMP TABLE … AS. */
  readonly derive: (step: Extract<Step, { kind: 'derive' }>) => string;
}

/** One SQL statement of a load. */
export interface Statement {
  /** The step it belongs to. */
  readonly step: string;
  readonly sql: string;
  /** Why the load is refused when the statement fails, unless the engine names another cause. */
  readonly reason: 'Assertion' | 'Fenced' | 'BadFile' | 'Failed';
  /** What an assertion checks, in order; the first check that fails is what it says. */
  readonly checks?: readonly string[];
}

/** Renders a plan as the statements of one transaction, BEGIN and COMMIT left to who runs them. */
export function renderPlan(plan: readonly Step[], dialect: Dialect): readonly Statement[] {
  return plan.flatMap((step): Statement[] =>
    step.kind === 'assert'
      ? [renderAssertion(step, dialect)]
      : renderStep(step, dialect).map((sql) => ({
          step: step.name,
          sql,
          reason: step.kind === 'stage' ? 'BadFile' : 'Failed',
        })),
  );
}

function renderAssertion(step: Extract<Step, { kind: 'assert' }>, dialect: Dialect): Statement {
  const checks = step.checks.map(({ failsWhen, sentence }) => ({
    failsWhen,
    sentence: renderSentence(sentence),
  }));
  return {
    step: step.name,
    sql: dialect.assert(step.from, checks),
    reason: step.reason,
    checks: step.checks.map(({ name }) => name),
  };
}

function renderStep(step: Exclude<Step, { kind: 'assert' }>, dialect: Dialect): readonly string[] {
  switch (step.kind) {
    case 'lock':
      return dialect.lock(step);
    case 'stage':
      return dialect.stage(step);
    case 'derive':
      return [dialect.derive(step)];
    case 'merge':
      return [renderMerge(step)];
    case 'run':
      return [step.sql];
  }
}

function renderMerge({ table, source, key, values }: Extract<Step, { kind: 'merge' }>): string {
  const [target, from] = [sqlName(table), sqlName(source)];
  const keys = key.map((name): readonly [string, string] => [name, `${from}.${sqlName(name)}`]);
  const all = [...keys, ...values];
  // Redshift wants a clause for matches even where a row is nothing but its key.
  const updated = values.length > 0 ? values : keys;
  return `MERGE INTO ${target}
USING ${from}
ON ${key.map((name) => `${target}.${sqlName(name)} = ${from}.${sqlName(name)}`).join(' AND ')}
WHEN MATCHED THEN UPDATE SET
  ${updated.map(([name, value]) => `${sqlName(name)} = ${value}`).join(',\n  ')}
WHEN NOT MATCHED THEN INSERT (${sqlNames(all.map(([name]) => name))})
VALUES (
  ${all.map(([, value]) => value).join(',\n  ')}
)`;
}

function renderSentence(sentence: Sentence): string {
  return sentence
    .map((part) => (typeof part === 'string' ? sqlText(part) : `CAST(${part.sql} AS VARCHAR)`))
    .join(' || ');
}
