import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, assert, describe, it } from '@effect/vitest';
import { temporaryFolder } from '@sales/test-kit';
import { Effect } from 'effect';
import { allTables, inWarehouse, load } from './support/state.ts';
import { visit } from './support/visits.ts';

const disk = mkdtempSync(join(tmpdir(), 'sales-small-disk-'));

/** Mounts a disk of four megabytes, if this user may. */
function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const mounted = mount();
afterAll(() => {
  if (mounted) execFileSync('umount', [disk]);
  rmdirSync(disk);
});

describe.skipIf(!mounted)('a full disk', () => {
  it.live('fails the load in a sentence that says so, and leaves every table as it was', () =>
    Effect.gen(function* () {
      const folder = temporaryFolder();
      yield* load(folder, { id: 'held', visits: [visit()] });
      const many = Array.from({ length: 4000 }, (_, i) =>
        visit({ ticket: `${i}`.padStart(100, 'T'), group: `${i}`.padStart(100, 'G') }),
      );
      for (let i = 0; i < 9; i++) {
        const before = yield* allTables;
        const visits = many.map((each) => ({ ...each, ticket: `${i}${each.ticket}` }));
        const outcome = yield* Effect.result(load(folder, { id: `b${i}`, visits }));
        if (outcome._tag === 'Success') continue;
        assert.strictEqual(outcome.failure.reason, 'NoSpace', outcome.failure.message);
        assert.match(
          outcome.failure.message,
          /^The disk of the warehouse .* is full\. Free some space and try again\.$/,
        );
        assert.deepStrictEqual(yield* allTables, before);
        return;
      }
      assert.fail('nine batches fitted on the disk');
    }).pipe(inWarehouse(disk)),
  );
});
