import {
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  DescribeStatementCommand,
  GetStatementResultCommand,
  ListStatementsCommand,
} from '@aws-sdk/client-redshift-data';
import { afterAll, assert, beforeAll, describe, it } from 'vitest';
import { type Redshift, startRedshift } from '../../src/redshift/index.ts';
import { callsTo } from './calls.ts';

let redshift: Redshift;
let calls: ReturnType<typeof callsTo>;
let holdBack: Promise<void> | undefined;

beforeAll(async () => {
  redshift = await startRedshift({
    pageRows: 2,
    s3Endpoint: 'http://127.0.0.1:9',
    beforeStatement: (sql) => (sql.includes('held') ? holdBack : undefined),
  });
  calls = callsTo(redshift.endpoint);
});
afterAll(async () => {
  calls.client.destroy();
  await redshift.stop();
});

/** Makes `beforeStatement` wait for the function that this returns. */
function hold(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  holdBack = promise;
  return () => {
    holdBack = undefined;
    resolve();
  };
}

const numbers = async (table: string) => (await redshift.rows(`SELECT n FROM ${table} ORDER BY n`)).flat();

describe('a batch of statements', () => {
  it('is one transaction: what fails takes all with it, and says which statement it was', async () => {
    await calls.one('CREATE TABLE a (n INTEGER)');
    const failed = await calls.batch(
      'INSERT INTO a VALUES (1)',
      'SELECT * FROM nowhere',
      'INSERT INTO a VALUES (2)',
    );
    assert.strictEqual(failed.Status, 'FAILED');
    assert.match(failed.Error!, /^Query #2 failed with ERROR: relation "nowhere" does not exist$/);
    assert.deepStrictEqual(
      failed.SubStatements!.map(({ Status }) => Status),
      ['FINISHED', 'FAILED', 'ABORTED'],
    );
    assert.strictEqual(failed.SubStatements![1]!.Error, 'ERROR: relation "nowhere" does not exist');
    assert.deepStrictEqual(await numbers('a'), []);
  });

  it('commits at TRUNCATE what came before it, as Redshift does', async () => {
    await calls.batch('CREATE TABLE b (n INTEGER)', 'INSERT INTO b VALUES (1)');
    await calls.batch('TRUNCATE b', 'INSERT INTO b VALUES (2)', 'SELECT * FROM nowhere');
    assert.deepStrictEqual(await numbers('b'), []);
  });

  it('runs a token once, and refuses it for another call', async () => {
    await calls.one('CREATE TABLE c (n INTEGER)');
    const call = { ...calls.target, Sqls: ['INSERT INTO c VALUES (1)'], ClientToken: 'once' };
    const first = await calls.client.send(new BatchExecuteStatementCommand(call));
    const second = await calls.client.send(new BatchExecuteStatementCommand(call));
    assert.strictEqual(second.Id, first.Id);
    await calls.untilEnded(first.Id!);
    assert.deepStrictEqual(await numbers('c'), ['1']);
    const other = { ...call, Sqls: ['INSERT INTO c VALUES (2)'] };
    const refused = await calls.client
      .send(new BatchExecuteStatementCommand(other))
      .catch((error: Error) => error);
    assert.strictEqual((refused as Error).name, 'ValidationException');
  });

  it('has at most 40 statements, each of at most 100 kB', async () => {
    for (const sqls of [
      Array.from({ length: 41 }, () => 'SELECT 1'),
      [`SELECT '${'x'.repeat(100_000)}'`],
      [],
    ]) {
      const refused = await calls.start(...sqls).catch((error: Error) => error);
      assert.strictEqual((refused as Error).name, 'ValidationException');
    }
  });
});

describe('a statement', () => {
  it('runs while nobody waits for it', async () => {
    const release = hold();
    const id = await calls.start("SELECT 'held'");
    const { Status } = await calls.client.send(new DescribeStatementCommand({ Id: id }));
    assert.include(['SUBMITTED', 'STARTED'], Status!);
    const early = await calls.client
      .send(new GetStatementResultCommand({ Id: `${id}:1` }))
      .catch((error: Error) => error);
    assert.strictEqual((early as Error).name, 'ResourceNotFoundException');
    release();
    assert.strictEqual((await calls.untilEnded(id)).Status, 'FINISHED');
  });

  it('can be cancelled, and then nothing of its transaction stays', async () => {
    await calls.one('CREATE TABLE d (n INTEGER)');
    const id = await calls.start('INSERT INTO d VALUES (1)', 'SELECT pg_sleep(60)');
    while (
      (await calls.client.send(new DescribeStatementCommand({ Id: id }))).SubStatements![1]!.Status !==
      'STARTED'
    );
    await calls.client.send(new CancelStatementCommand({ Id: id }));
    assert.strictEqual((await calls.untilEnded(id)).Status, 'ABORTED');
    assert.deepStrictEqual(await numbers('d'), []);
    const { Statements } = await calls.client.send(new ListStatementsCommand({ Status: 'ABORTED' }));
    assert.deepStrictEqual(
      Statements!.map(({ Id }) => Id),
      [id],
    );
  });

  it('refuses what PostgreSQL knows and Redshift does not', async () => {
    await calls.one('CREATE TABLE e (n INTEGER)');
    const { Error: error } = await calls.one('INSERT INTO e VALUES (1) RETURNING n');
    assert.strictEqual(error, 'ERROR: syntax error at or near "RETURNING"');
    assert.strictEqual(
      (await calls.one("INSERT INTO e SELECT 1 WHERE 'RETURNING' <> ''")).Status,
      'FINISHED',
    );
  });

  it('finds no key enforced', async () => {
    await calls.one(
      'CREATE TABLE f (n INTEGER,\n  PRIMARY KEY (n)\n)\nDISTSTYLE KEY DISTKEY (n)\nCOMPOUND SORTKEY (n)',
    );
    await calls.one('INSERT INTO f VALUES (1), (1)');
    assert.deepStrictEqual(await numbers('f'), ['1', '1']);
  });
});

describe('a result', () => {
  it('comes in pages, numbers exact, by the statement of the batch', async () => {
    const { Id } = await calls.batch(
      'SELECT 1',
      "SELECT n, CAST(n AS BIGINT) + 9007199254740992 AS big, CAST(n AS DECIMAL(18,2)) / 4 AS part, n > 2 AS more, DATE '2026-01-31' AS day, CAST(NULL AS VARCHAR(9)) AS nothing FROM generate_series(1, 3) AS t(n)",
    );
    const pages = [];
    let NextToken: string | undefined;
    do {
      const page = await calls.client.send(new GetStatementResultCommand({ Id: `${Id}:2`, NextToken }));
      pages.push(page);
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    assert.deepStrictEqual(
      pages.map(({ Records }) => Records!.length),
      [2, 1],
    );
    assert.deepStrictEqual(
      pages[0]!.ColumnMetadata!.map(({ name, typeName }) => `${name} ${typeName}`),
      ['n int4', 'big int8', 'part numeric', 'more bool', 'day date', 'nothing varchar'],
    );
    const [n, big, part, more, day, nothing] = pages[0]!.Records![0]!;
    assert.isNumber(big!.longValue);
    assert.deepStrictEqual(
      [n!.longValue, more!.booleanValue, day!.stringValue, nothing!.isNull],
      [1, false, '2026-01-31', true],
    );
    assert.match(part!.stringValue!, /^0\.25/);
    // The SDK rounds what a JavaScript number cannot hold; what it was sent is exact.
    const sent = await fetch(redshift.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'RedshiftData.GetStatementResult' },
      body: JSON.stringify({ Id: `${Id}:2` }),
    });
    assert.include(await sent.text(), '{"longValue":9007199254740993}');
    const whole = await calls.client
      .send(new GetStatementResultCommand({ Id }))
      .catch((error: Error) => error);
    assert.match((whole as Error).message, /only be retrieved with sub-statement id/);
  });
});

describe('two transactions at once', () => {
  it('see what was committed when they first looked, and one that changes the same rows fails with 1023', async () => {
    await calls.batch('CREATE TABLE g (n INTEGER)', 'INSERT INTO g VALUES (1)');
    const release = hold();
    const first = await calls.start('SELECT * FROM g', "UPDATE g SET n = n + 1 WHERE 'held' <> ''");
    while (
      (await calls.client.send(new DescribeStatementCommand({ Id: first }))).SubStatements![0]!.Status !==
      'FINISHED'
    );
    await calls.batch('UPDATE g SET n = n + 10');
    release();
    const ended = await calls.untilEnded(first);
    assert.strictEqual(ended.Status, 'FAILED');
    assert.match(
      ended.SubStatements![1]!.Error!,
      /^ERROR: 1023\n\s+DETAIL: Serializable isolation violation/,
    );
    assert.deepStrictEqual(await numbers('g'), ['11']);
  });

  it('wait for a lock, and see what the one before committed', async () => {
    await calls.batch('CREATE TABLE h (n INTEGER)');
    const release = hold();
    const insert = 'INSERT INTO h SELECT COUNT(*) FROM h';
    const first = await calls.start('LOCK TABLE h', `${insert} WHERE 'held' <> ''`);
    while (
      (await calls.client.send(new DescribeStatementCommand({ Id: first }))).SubStatements![0]!.Status !==
      'FINISHED'
    );
    const second = await calls.start('LOCK TABLE h', insert);
    release();
    for (const id of [first, second]) assert.strictEqual((await calls.untilEnded(id)).Status, 'FINISHED');
    assert.deepStrictEqual(await numbers('h'), ['0', '1']);
  });
});

it('does not know other warehouses or databases', async () => {
  for (const other of [{ WorkgroupName: 'other' }, { Database: 'other' }, { ClusterIdentifier: 'sales' }]) {
    const refused = await calls.client
      .send(new BatchExecuteStatementCommand({ ...calls.target, Sqls: ['SELECT 1'], ...other }))
      .catch((error: Error) => error);
    assert.strictEqual((refused as Error).name, 'ValidationException');
  }
});
