import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly 'timeout-minutes'?: number;
  readonly if?: string;
  readonly uses?: string;
  readonly needs?: string;
  readonly environment?: string;
  readonly concurrency?: { readonly 'cancel-in-progress': unknown };
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const paths = globSync('.github/workflows/*.yml', { cwd: root }).toSorted();
const workflows = Object.fromEntries(
  paths.map((path) => [basename(path, '.yml'), parse(readFileSync(join(root, path), 'utf8')) as Workflow]),
);
const jobs = Object.entries(workflows).flatMap(([workflow, { jobs }]) =>
  Object.entries(jobs).map(([name, job]) => ({ name: `${workflow}/${name}`, job })),
);
const { scripts: rootScripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Readonly<Record<string, string>>;
};
const scripts = Object.keys(rootScripts);

describe('the workflows', () => {
  it('are these', () => {
    expect(Object.keys(workflows)).toEqual([
      'ci',
      'deploy',
      'deployEnvironment',
      'nightly',
      'plan',
      'release',
    ]);
  });

  it('run only actions whose commit is written down, with its version beside it', () => {
    const lines = [...paths, '.github/actions/setup/action.yml'].flatMap((path) =>
      readFileSync(join(root, path), 'utf8')
        .split('\n')
        .filter((line) => /^\s*(- )?uses:/.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) {
      expect(line).toMatch(/uses: (\.\/\.github\/\S+|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
    }
  });

  it('may read only, unless a job says more', () => {
    for (const [name, { permissions }] of Object.entries(workflows)) {
      expect(permissions, name).toEqual({ contents: 'read' });
    }
  });

  it('take tokens of OpenID Connect, and hold no key of AWS or of the registry', () => {
    for (const path of paths) {
      const text = readFileSync(join(root, path), 'utf8');
      expect(text, path).not.toMatch(/aws-access-key-id|AWS_SECRET|NPM_TOKEN|NODE_AUTH_TOKEN|secrets\./);
    }
    const withToken = jobs.filter(({ job }) => job.permissions?.['id-token'] === 'write');
    expect(withToken.map(({ name }) => name)).toEqual([
      'deploy/dev',
      'deploy/staging',
      'deploy/prod',
      'deployEnvironment/deploy',
      'plan/plan',
      'release/release',
    ]);
  });

  it('end in time', () => {
    for (const { name, job } of jobs) {
      expect(job.uses !== undefined || (job['timeout-minutes'] ?? 0) > 0, name).toBe(true);
    }
  });

  it('never put what others wrote into a script', () => {
    for (const { name, job } of jobs) {
      for (const { run = '' } of job.steps ?? []) {
        expect(run, name).not.toMatch(/\$\{\{\s*(github\.event|github\.head_ref|inputs|vars)/);
      }
    }
  });

  it('leave no token of GitHub in the work tree, but where a release pushes', () => {
    for (const { name, job } of jobs) {
      for (const step of (job.steps ?? []).filter(({ uses }) => uses?.startsWith('actions/checkout@'))) {
        expect(step.with?.['persist-credentials'], name).toBe(name === 'release/release');
      }
    }
  });

  it('call scripts and programs that are there', () => {
    const texts = [...paths, '.github/actions/setup/action.yml', '.ci/run'].map((path) =>
      readFileSync(join(root, path), 'utf8'),
    );
    const found = (pattern: RegExp) => texts.flatMap((text) => [...text.matchAll(pattern)]);
    const own = ['install', 'store', 'exec', 'changeset'];
    const called = found(/(?<![\w-])pnpm (?:--silent )?([a-z]+(?::[a-z0-9]+)*)/g);
    expect(called.length).toBeGreaterThan(15);
    for (const [, script] of called) expect([...own, ...scripts]).toContain(script);
    // What they start by itself, and what the root's scripts start.
    const started = [...texts, ...Object.values(rootScripts)].flatMap((text) => [
      ...text.matchAll(/(?:^|\s)((?:[\w.-]+\/)+[\w-]+\.(?:ts|sh|py))(?=\s|$)/gm),
    ]);
    expect(started.length).toBeGreaterThan(10);
    for (const [, file] of started) expect(existsSync(join(root, file!)), file).toBe(true);
  });

  it('have everything that takes long done at night', () => {
    const runs = jobs
      .filter(({ name }) => name.startsWith('nightly/'))
      .flatMap(({ job }) => job.steps!.map(({ run = '' }) => run))
      .join('\n');
    for (const script of ['rehearse', 'rehearse:deployed', 'fuzz', 'test:spark --spark4', 'bench'])
      expect(runs).toMatch(new RegExp(`pnpm (--silent )?${script}(?![:\\w])`));
  });
});

describe('every pull request', () => {
  it('is checked', () => {
    expect(workflows.ci!.on).toHaveProperty('pull_request');
    expect(jobs.find(({ name }) => name === 'ci/check')!.job.steps!.map(({ run }) => run)).toContain(
      'pnpm check',
    );
  });

  it('is checked with everything installed that tests are skipped without', () => {
    const installs = [/\.ci\/requirements\.txt/, /pnpm emulators/, /apps\/glue-jobs\/install\.sh/];
    const runs = workflows.ci!.jobs.check!.steps!.map(({ run = '' }) => run).join('\n');
    const script = readFileSync(join(root, '.ci/run'), 'utf8');
    for (const install of installs) {
      expect(runs).toMatch(install);
      expect(script).toMatch(install);
    }
  });

  it('gets a plan as a comment, if it is not a fork’s', () => {
    expect(workflows.plan!.on).toHaveProperty('pull_request');
    const { plan } = workflows.plan!.jobs;
    expect(plan!.if).toBe('github.event.pull_request.head.repo.full_name == github.repository');
    const runs = plan!.steps!.map(({ run = '' }) => run).join('\n');
    expect(runs).toContain('pnpm diff:dev');
    expect(runs).toContain('gh pr comment');
  });
});

describe('a deployment', () => {
  it('goes to dev, then staging, then prod', () => {
    const { dev, staging, prod } = workflows.deploy!.jobs;
    expect([dev!.needs, staging!.needs, prod!.needs]).toEqual([undefined, 'dev', 'staging']);
  });

  it('asks the environment’s rules, takes the environment’s role, and is never cut off', () => {
    const { deploy } = workflows.deployEnvironment!.jobs;
    expect(deploy!.environment).toBe('${{ inputs.environment }}');
    expect(deploy!.concurrency!['cancel-in-progress']).toBe(false);
    const credentials = deploy!.steps!.find(({ uses }) => uses?.includes('configure-aws-credentials'));
    expect(credentials!.with!['role-to-assume']).toBe('${{ vars.AWS_DEPLOY_ROLE }}');
  });
});

describe('a release', () => {
  it('says where its packages come from', () => {
    const steps = workflows.release!.jobs.release!.steps!;
    const publish = steps.find(({ run }) => run?.includes('changeset publish'));
    expect(publish!.env).toEqual({ NPM_CONFIG_PROVENANCE: 'true' });
  });
});

describe('updates of what others make', () => {
  it('are proposed for actions, packages and Python', () => {
    const { updates } = parse(readFileSync(join(root, '.github/dependabot.yml'), 'utf8')) as {
      updates: { 'package-ecosystem': string }[];
    };
    expect(updates.map((update) => update['package-ecosystem'])).toEqual(['github-actions', 'npm', 'pip']);
  });
});
