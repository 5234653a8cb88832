import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { assert, describe, it } from '@effect/vitest';
import { temporaryFolder } from '@sales/test-kit';
import { Effect } from 'effect';
import { embeddedWarehouse, Warehouse, type WarehouseError } from '../src/index.ts';
import { inWarehouse, load, rows, warehouseIn } from './support/state.ts';
import { visit, visitStar } from './support/visits.ts';

const migrate = Warehouse.use((warehouse) => warehouse.migrate(visitStar));
const migrating = (path: string) => Effect.provide(migrate, embeddedWarehouse({ path }));

const isRoot = process.geteuid?.() === 0;
const become = (user: number) => Effect.sync(() => isRoot && process.seteuid?.(user));
/** Root may do anything, so root becomes someone else for as long as the program runs. */
const withoutPrivileges = <A, E, R>(program: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.acquireUseRelease(
    become(65_534),
    () => program,
    () => become(0),
  );

/** States in what sentence a file that is no usable warehouse is refused. */
function refuses(
  what: string,
  sentence: RegExp,
  prepare: (path: string, folder: string) => string | void,
): void {
  it.live(what, () =>
    Effect.gen(function* () {
      const folder = temporaryFolder();
      const path = `${folder}/warehouse.duckdb`;
      const error = yield* Effect.flip(migrating((prepare(path, folder) as string | undefined) ?? path));
      assert.match(error.message, sentence);
      assert.strictEqual(error.reason, 'CannotOpen');
      assert.isFalse(error.retryable);
      assert.instanceOf(error.cause, Error);
    }),
  );
}

describe('the embedded warehouse', () => {
  it.live('is opened on first use, not before', () =>
    Effect.provide(Effect.void, embeddedWarehouse({ path: '/no/such/folder/warehouse.duckdb' })),
  );
  it.live('keeps what it holds when it is closed and opened again', () => {
    const folder = temporaryFolder();
    return Effect.gen(function* () {
      yield* inWarehouse(folder)(load(folder, { visits: [visit()] }));
      assert.lengthOf(yield* Effect.provide(rows('FROM fact_visit'), warehouseIn(folder)), 1);
    });
  });
  it.live('can be migrated again and again', () => {
    const folder = temporaryFolder();
    return Effect.gen(function* () {
      yield* load(folder, { visits: [visit()] });
      yield* migrate;
      assert.lengthOf(yield* rows('FROM fact_visit'), 1);
    }).pipe(inWarehouse(folder));
  });
  it.live('refuses a file whose tables are those of another version of the contract', () => {
    const folder = temporaryFolder();
    const other = {
      ...visitStar,
      fact: { ...visitStar.fact, columns: visitStar.fact.columns.filter((name) => name !== 'select') },
    };
    return Effect.gen(function* () {
      const error = yield* Effect.flip(Warehouse.use((warehouse) => warehouse.migrate(other)));
      assert.strictEqual(error.reason, 'OtherTables');
      assert.match(
        error.message,
        /^The table fact_visit of the warehouse .* is not that of visits version 3: its columns differ at "_attributes_hash BIGINT NOT NULL"\. Name another file/,
      );
    }).pipe(inWarehouse(folder));
  });
});

describe('a file that cannot be the warehouse', () => {
  refuses('that is something else', /^.*warehouse\.duckdb is not a DuckDB database\. Move it away/, (path) =>
    writeFileSync(path, 'ticket,day\n'.repeat(1000)),
  );
  refuses('that is empty', /is not a DuckDB database/, (path) => writeFileSync(path, ''));
  refuses('that is a folder', /^.*warehouse\.duckdb is a folder\. Name a file for the warehouse\.$/, (path) =>
    mkdirSync(path),
  );
  refuses(
    'in a folder that does not exist',
    /^The folder of the warehouse .*gone\/warehouse\.duckdb does not exist\. Create it and try again\.$/,
    (_, folder) => `${folder}/gone/warehouse.duckdb`,
  );
  it.live('with a memory limit that DuckDB does not take', () =>
    Effect.gen(function* () {
      const path = `${temporaryFolder()}/warehouse.duckdb`;
      const error = yield* Effect.flip(migrate).pipe(
        Effect.provide(embeddedWarehouse({ path, memoryLimit: 'lots' })),
      );
      assert.match(error.message, /^The warehouse .* could not be opened: Failed to set config\.$/);
    }),
  );
  it.live('written by another version of DuckDB', () =>
    Effect.gen(function* () {
      const path = `${temporaryFolder()}/warehouse.duckdb`;
      yield* migrating(path);
      writeFileSync(path, withVersion(readFileSync(path), 999n));
      const error = yield* Effect.flip(migrating(path));
      assert.match(
        error.message,
        /^The warehouse .* was written by another version of DuckDB\. Open it with/,
      );
    }),
  );
  it.live('that is damaged', () =>
    Effect.gen(function* () {
      const path = `${temporaryFolder()}/warehouse.duckdb`;
      yield* migrating(path);
      const bytes = readFileSync(path);
      bytes.fill(0xff, 40, 60);
      writeFileSync(path, bytes);
      const error = yield* Effect.flip(migrating(path));
      assert.match(error.message, /^The warehouse .* is damaged\. Restore a copy, or move it away/);
    }),
  );
});

describe.skipIf(process.platform === 'win32')('a warehouse that may only be read', () => {
  for (const [what, fileMode, folderMode, sentence] of [
    ['a file', 0o444, 0o777, /may not be opened for writing\. Allow it, or name another file\.$/],
    ['a folder', 0o666, 0o555, /can be read but not written\. Allow writing to it and to its folder/],
  ] as const)
    it.live(`is refused when it is ${what} of others`, () =>
      Effect.gen(function* () {
        const folder = temporaryFolder();
        const path = `${folder}/warehouse.duckdb`;
        yield* Effect.provide(rows('SELECT 1'), embeddedWarehouse({ path }));
        chmodSync(path, fileMode);
        chmodSync(folder, folderMode);
        const error = yield* withoutPrivileges(Effect.flip(migrating(path)));
        chmodSync(folder, 0o755);
        assert.strictEqual(error.reason, 'CannotOpen', error.message);
        assert.match(error.message, sentence);
      }),
    );
});

describe('a warehouse that another process has open', () => {
  it.live('is refused until that process ends, and can then be used', () =>
    Effect.gen(function* () {
      const path = `${temporaryFolder()}/warehouse.duckdb`;
      const holder = yield* holding(path);
      const useTwice = Effect.gen(function* () {
        const error: WarehouseError = yield* Effect.flip(migrate);
        assert.deepInclude(error, { reason: 'Busy' });
        assert.isTrue(error.retryable);
        assert.include(error.message, `Another process (${holder.pid}) has the warehouse ${path} open.`);
        const ended = once(holder, 'exit');
        holder.kill('SIGKILL');
        yield* Effect.promise(() => ended);
        yield* migrate;
      });
      yield* Effect.provide(useTwice, embeddedWarehouse({ path }));
    }).pipe(Effect.scoped),
  );
});

/** Starts a process that holds a database file open. */
function holding(path: string) {
  const program = `import { DuckDBInstance } from '@duckdb/node-api';
const instance = await DuckDBInstance.create(${JSON.stringify(path)});
console.log('open');
setInterval(() => instance, 1000);`;
  return Effect.acquireRelease(
    Effect.promise(async () => {
      const holder = spawn(process.execPath, ['--input-type=module', '-e', program], {
        cwd: import.meta.dirname,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(holder.stdout, 'data');
      return holder;
    }),
    (holder) => Effect.sync(() => holder.kill('SIGKILL')),
  );
}

/** Writes another storage version into a database's header, and the header's checksum anew. */
function withVersion(file: Buffer, version: bigint): Buffer {
  file.writeBigUInt64LE(version, 12);
  let checksum = 5381n;
  for (let at = 8; at < 4096; at += 8)
    checksum ^= BigInt.asUintN(64, file.readBigUInt64LE(at) * 0xbf58_476d_1ce4_e5b9n);
  file.writeBigUInt64LE(checksum, 0);
  return file;
}
