/* oxlint-disable unicorn/no-useless-spread, unicorn/consistent-function-scoping -- An argument stands beside its value. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Call {
  readonly read?: string;
  readonly start?: Readonly<Record<string, unknown>>;
}

const plan = { batchId: 'b1', contractVersion: 1, statements: ['LOCK fact_sales', 'MERGE INTO fact_sales'] };
const argv = [
  '--lake',
  's3://lake',
  '--batch_id',
  'b1',
  '--plan',
  's3://lake/runs/b1/work/load-plan.json',
  '--contract_version',
  '1',
  '--redshift_workgroup',
  'sales-dev',
  '--redshift_database',
  'sales',
  '--redshift_schema',
  'public',
  '--redshift_copy_role_arn',
  'arn:role',
];
const finished = { Status: 'FINISHED' };

/** Loads with statements that end one after another as told. */
function load(
  outcomes: readonly object[],
  options: { readonly plan?: object; readonly argv?: readonly string[] } = {},
) {
  const args = [options.plan ?? plan, outcomes, options.argv ?? argv].map((value) => JSON.stringify(value));
  const { stdout, stderr } = spawnSync('python3', [join(import.meta.dirname, 'support/load.py'), ...args], {
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as { readonly calls: readonly Call[]; readonly problem: string | null };
}

const hasPython = spawnSync('python3', ['--version']).status === 0;

describe.skipIf(!hasPython)('gold-to-redshift', () => {
  it('executes the statements that were rendered, in one transaction', () => {
    const { calls, problem } = load([finished]);
    expect(problem).toBeNull();
    expect(calls[0]).toEqual({ read: 'lake/runs/b1/work/load-plan.json' });
    expect(calls[1]?.start).toMatchObject({
      Sqls: plan.statements,
      WorkgroupName: 'sales-dev',
      Database: 'sales',
    });
    expect(calls).toHaveLength(2);
  });

  it('names a run of the same batch by the same token, so that it starts nothing twice', () => {
    const token = () => load([finished]).calls[1]?.start?.['ClientToken'];
    expect(token()).toBe(token());
    expect(String(token()).length).toBeLessThanOrEqual(64);
  });

  it('starts again, by another token, after it lost to another transaction', () => {
    const lost = { Status: 'FAILED', Error: 'ERROR: 1023 DETAIL: Serializable isolation violation on table' };
    const { calls, problem } = load([lost, lost, finished]);
    expect(problem).toBeNull();
    const tokens = calls.slice(1).map(({ start }) => start?.['ClientToken']);
    expect(new Set(tokens).size).toBe(3);
  });

  it('gives up where trying again cannot help, and names the statement', () => {
    const failed = {
      Status: 'FAILED',
      Error: 'ERROR: permission denied',
      SubStatements: [{ Status: 'FAILED', QueryString: 'MERGE INTO fact_sales' }],
    };
    const { calls, problem } = load([failed]);
    expect(problem).toMatch(/batch b1 failed: ERROR: permission denied \(in: MERGE INTO fact_sales\)/);
    expect(calls).toHaveLength(2);
  });

  it('refuses a plan of another contract version, and of another batch, before it starts anything', () => {
    for (const [other, why] of [
      [{ ...plan, contractVersion: 2 }, /version 2 of the contract.*version 1/],
      [{ ...plan, batchId: 'b2' }, /loads batch b2, not b1/],
    ] as const) {
      const { calls, problem } = load([finished], { plan: other });
      expect(problem).toMatch(why);
      expect(calls).toHaveLength(1);
    }
  });

  it('needs either a workgroup or a cluster', () => {
    expect(load([], { argv: [...argv, '--redshift_cluster', 'c'] }).problem).toMatch(/one of them, not both/);
  });
});
