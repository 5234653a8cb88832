import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { breakLock } from '../src/index.ts';
import { newLake, onLake, run, upload } from './support/lake.ts';
import { ndjson, sales } from './support/sales.ts';
import { tablesOf } from './support/tables.ts';

const disk = mkdtempSync(join(tmpdir(), 'sales-small-disk-'));

/** Mounts a disk of sixteen megabytes, if this user may. */
function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk], { stdio: 'ignore' });
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

describe.skipIf(!canMount)('a full disk', () => {
  beforeEach(() => void mount());
  afterEach(unmount);

  // Enough for no file, for the lock, for silver, for gold, for the start of a warehouse.
  it.each([0, 12, 60, 100, 200])(
    'with %i KB left fails the run, and the next one completes it once there is room',
    async (kilobytes) => {
      const rows = ndjson(
        sales(800, (i) => ({ customer_id: `C${i}`, customer_name: `Customer ${i * 7919}` })),
      );
      const [lake, undisturbed] = [join(disk, 'lake'), newLake()];
      for (const each of [lake, undisturbed]) upload(each, 'a.json', rows);
      leave(kilobytes * 1024);
      const failure = await run(lake).catch((error: unknown) => error);
      expect(failure).toMatchObject({
        _tag: expect.stringMatching(/^(Lake|Warehouse)Error$/),
        reason: 'NoSpace',
        message: expect.stringMatching(/disk.* full.*[Ff]ree some space and .*again/),
      });
      rmSync(join(disk, 'filler'));
      // What could not be written may be the lock's release: then it is free when this process ends.
      await onLake(lake, breakLock('sales'));
      expect((await run(lake)).batches).toMatchObject([{ read: 800, loaded: 800 }]);
      await run(undisturbed);
      expect(await tablesOf(lake)).toEqual(await tablesOf(undisturbed));
      const strays = readdirSync(lake, { recursive: true, encoding: 'utf8' }).filter((path) =>
        /\/\.(?:tmp|guard)/.test(path),
      );
      expect(strays).toEqual([]);
    },
  );
});

/** Fills the disk but for so many bytes. */
function leave(bytes: number): void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(join(disk, 'filler'), new Uint8Array(bavail * bsize - bytes));
}
