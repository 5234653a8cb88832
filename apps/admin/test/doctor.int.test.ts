import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { temporaryFolder } from '@sales/test-kit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sale, writeSales } from './support/sales.ts';
import { typed, typedJson } from './support/typed.ts';

/** Writes a lock as a run of the process `pid` on `host` would have left it, not expired yet. */
function leaveLock(lake: string, owner: { readonly host: string; readonly pid: number }): void {
  mkdirSync(join(lake, 'locks'), { recursive: true });
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  const lock = {
    owner: { ...owner, startedAt: 'unknown', id: 'a-run' },
    fence: 7,
    expiresAt,
    released: false,
  };
  writeFileSync(join(lake, 'locks', 'sales.json'), JSON.stringify(lock));
}

/** The id of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.on('close', resolve));
  return child.pid!;
}

interface Checkup {
  readonly healthy: boolean;
  readonly findings: readonly { readonly subject: string; readonly level: string; readonly next?: string }[];
}

describe('sales doctor', () => {
  it('is content with a lake that is loaded', async () => {
    const folder = temporaryFolder();
    const lake = join(folder, 'lake');
    await typedJson(['run', writeSales(folder, 'a.json', [sale()]), '--lake', lake]);
    const { code, out } = await typed(['doctor', '--lake', lake]);
    expect(code).toBe(0);
    const levels = out.split('\n').map((line) => line.slice(0, 18).trim().split(/ +/).join(' '));
    expect(levels).toEqual(['ok node', 'ok folder', 'ok disk', 'ok warehouse', 'ok lock', 'ok unfinished']);
  });

  it('makes nothing where there is no lake, and says how to begin', async () => {
    const lake = join(temporaryFolder(), 'lake');
    const { code, out } = await typed(['doctor', '--lake', lake]);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^warn {2}folder .* is not there yet; the first run makes it\.\n +sales run <files> --lake /m,
    );
    expect((await typed(['status', '--lake', lake])).code).toBe(1);
  });

  it('fails on a file in place of the lake', async () => {
    const lake = writeSales(temporaryFolder(), 'lake', []);
    const { code, out } = await typed(['doctor', '--lake', lake, '--json']);
    expect(code).toBe(1);
    const { healthy, findings } = JSON.parse(out) as Checkup;
    expect(healthy).toBe(false);
    expect(findings.find(({ subject }) => subject === 'folder')).toMatchObject({ level: 'fail' });
  });

  it('fails on a warehouse that is no database, with the next step', async () => {
    const lake = temporaryFolder();
    writeFileSync(
      join(lake, 'warehouse.duckdb'),
      'not a database at all, but long enough to be one'.repeat(1000),
    );
    const { code, out } = await typed(['doctor', '--lake', lake]);
    expect(code).toBe(1);
    expect(out).toMatch(/^fail {2}warehouse {3}/m);
  });

  it('tells of waiting files and of a run that holds the lock', async () => {
    const lake = temporaryFolder();
    mkdirSync(join(lake, 'raw', 'sales'), { recursive: true });
    writeSales(join(lake, 'raw', 'sales'), 'a.json', [sale()]);
    leaveLock(lake, { host: 'elsewhere', pid: 1 });
    const { findings, healthy } = await typedJson<Checkup>(['doctor', '--lake', lake]);
    expect(healthy).toBe(true);
    const warnings = findings.filter(({ level }) => level === 'warn');
    expect(warnings).toMatchObject([
      { subject: 'lock', message: expect.stringContaining('process 1 on elsewhere') },
      { subject: 'unfinished', message: '1 file waiting in raw.', next: `sales run --lake ${lake}` },
    ]);
  });
});

describe('sales unlock', () => {
  it('says who held the lock, and breaks it when that process is gone', async () => {
    const lake = temporaryFolder();
    const pid = await endedProcess();
    leaveLock(lake, { host: hostname(), pid });
    const { code, out, err } = await typed(['unlock', '--lake', lake]);
    expect(code).toBe(0);
    expect(err).toContain(`Held by process ${pid} on ${hostname()}, which is gone`);
    expect(out).toContain('is broken');
    expect(await typedJson(['unlock', '--lake', lake])).toMatchObject({
      broken: false,
      holder: { state: 'none' },
    });
  });

  it('leaves the lock of a run that may be at work, unless it is forced', async () => {
    const lake = temporaryFolder();
    leaveLock(lake, { host: 'elsewhere', pid: 4 });
    const refused = await typed(['unlock', '--lake', lake]);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('process 4 on elsewhere');
    expect(refused.err).toContain('--force');
    const forced = await typedJson(['unlock', 'sales', '--force', '--lake', lake]);
    expect(forced).toMatchObject({
      broken: true,
      holder: { state: 'alive', host: 'elsewhere', pid: 4, fence: 7 },
    });
  });

  it('stops a run from starting until it is used', async () => {
    const folder = temporaryFolder();
    const lake = join(folder, 'lake');
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
    onTestFinished(() => {
      child.kill();
    });
    leaveLock(lake, { host: hostname(), pid: child.pid! });
    const path = writeSales(folder, 'a.json', [sale()]);
    const held = await typed(['run', path, '--lake', lake]);
    expect(held.code).toBe(1);
    expect(held.err).toBe(
      `error: Another run is at work in the lake "${lake}": process ${child.pid} on ${hostname()}. Wait for it, or if it is gone for good, run \`sales unlock --lake ${lake}\`.`,
    );
    await typedJson(['unlock', '--force', '--lake', lake]);
    expect((await typed(['run', path, '--lake', lake])).code).toBe(0);
  });
});
