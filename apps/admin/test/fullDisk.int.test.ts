import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryFolder } from '@sales/test-kit';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { typed, typedJson } from './support/typed.ts';

const disk = mkdtempSync(join(tmpdir(), 'sales-small-disk-'));

/** Mounts a disk of eight megabytes, if this user may. */
function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Lazily, so that the disk goes even if a failing test left a file open on it. */
const unmount = () => execFileSync('umount', ['--lazy', disk]);
const canMount = mount();
if (canMount) unmount();
afterAll(() => rmdirSync(disk));

describe.skipIf(!canMount)('on a full disk', () => {
  beforeEach(() => void mount());
  afterEach(unmount);

  it('each command that writes says so in one sentence, and the next run completes once there is room', async () => {
    const data = join(temporaryFolder(), 'data');
    const lake = join(disk, 'lake');
    const { total } = await typedJson<{ total: { loaded: number } }>([
      'generate',
      '--size',
      '6MB',
      '--out',
      data,
    ]);
    const commands = [
      ['generate', '--size', '20MB', '--out', join(disk, 'data')],
      ['demo', '--size', '20MB', '--out', join(disk, 'demo')],
      ['run', data, '--lake', lake],
    ];
    for (const args of commands) {
      const failed = await typed(args);
      expect(failed).toMatchObject({ code: 1, out: '' });
      expect(failed.err).toMatch(/^error: [^\n]*(?:full|space)[^\n]*\.$/i);
      expect(failed.err).not.toContain('bug in the program');
    }
    const doctor = await typed(['doctor', '--lake', lake]);
    expect(doctor.out).toMatch(/^fail {2}disk /m);

    execFileSync('mount', ['-o', 'remount,size=200m', disk]);
    const { batches } = await typedJson<{ batches: { loaded: number }[] }>(['run', data, '--lake', lake]);
    expect(batches.map(({ loaded }) => loaded)).toEqual([total.loaded]);
  });
});
