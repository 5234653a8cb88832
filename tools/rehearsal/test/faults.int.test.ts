import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type FaultProxy, type FaultRule, motoProblem, startFaultProxy } from '@sales/emulators';
import { afterAll, assert, beforeAll, describe, it } from 'vitest';
import { startCloud } from '../src/cloud.ts';
import { type Mail, readMail } from '../src/mailbox.ts';
import { uploadAndRun } from '../src/rehearsal.ts';

const problem = motoProblem();
const minutes = 60_000;
/** An event that was received and not deleted is hidden for a minute. */
const deliveredAgainMs = 61_000;

describe.skipIf(problem)(`faults of services (${problem ?? 'moto'})`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  let cloud: Awaited<ReturnType<typeof startCloud>>;
  const proxies: FaultProxy[] = [];
  let uploaded = 0;

  async function proxyOf(endpoint: string): Promise<string> {
    const proxy = await startFaultProxy({ endpoint });
    proxies.push(proxy);
    return proxy.endpoint;
  }

  beforeAll(async () => {
    cloud = await startCloud({ rangeBytes: 1, concurrency: 2, before: proxyOf });
  }, 5 * minutes);
  afterAll(async () => {
    await cloud?.stop();
    for (const proxy of proxies) await proxy.stop();
    rmSync(folder, { recursive: true });
  });

  /** A new file of three sales of 10.00 each. */
  function newFile(): string {
    const n = uploaded++;
    const rows = [0, 1, 2].map((i) => ({
      transaction_id: `F${n}-${i}`,
      date: '2026-01-02',
      store_id: 'S1',
      product_id: 'P1',
      customer_id: 'C1',
      quantity_sold: 2,
      unit_price: 5,
    }));
    const path = join(folder, `fault-${n}.json`);
    writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    return path;
  }

  /** Runs one new file while these calls go wrong, and gives how it ended. */
  async function runWith(rules: readonly FaultRule[]) {
    const known = new Set(cloud.stepFunctions.executions.map(({ name }) => name));
    await readMail(cloud.clients.sqs, cloud.resources.mailboxUrl);
    for (const proxy of proxies) proxy.reset();
    for (const rule of rules) for (const proxy of proxies) proxy.inject(rule);
    const path = newFile();
    await uploadAndRun(cloud, [path]);
    const met = proxies.flatMap(({ calls }) => calls.filter(({ fault }) => fault !== undefined)).length;
    for (const proxy of proxies) proxy.reset();
    const [execution] = cloud.stepFunctions.executions.filter(({ name }) => !known.has(name));
    const mails = await readMail(cloud.clients.sqs, cloud.resources.mailboxUrl);
    return { path, met, execution: execution!, mails, rows: await rowsOf(path) };
  }

  async function rowsOf(path: string): Promise<string> {
    const n = /fault-(\d+)/.exec(path)![1];
    const [row] = await cloud.redshift.rows(
      `SELECT CAST(count(*) AS VARCHAR) || ' ' || CAST(coalesce(sum(total_amount), 0) AS VARCHAR) FROM sales.fact_sales WHERE transaction_id LIKE 'F${n}-%'`,
    );
    return row![0]!;
  }

  async function redrive(name: string): Promise<readonly Mail[]> {
    await cloud.invoke('intake', { redrive: name });
    await cloud.stepFunctions.settled();
    return readMail(cloud.clients.sqs, cloud.resources.mailboxUrl);
  }

  const all = Number.POSITIVE_INFINITY;

  it.each<readonly [string, readonly FaultRule[]]>([
    ['S3 throttles', [{ call: 's3:*', nth: 3, times: 4, fault: 'throttle' }]],
    ['S3 has internal errors', [{ call: 's3:PutObject', nth: 2, times: 2, fault: 'internal-error' }]],
    ['an object is cut in its middle', [{ call: 's3:GetObject', nth: 4, times: 1, fault: 'cut' }]],
    ['an answer of S3 is lost', [{ call: 's3:PutObject', nth: 3, times: 1, fault: 'lost-answer' }]],
    ['Redshift throttles', [{ call: 'redshift-data:*', times: 2, fault: 'throttle' }]],
    [
      'the answer to the load is lost',
      [{ call: 'redshift-data:BatchExecuteStatement', fault: 'lost-answer' }],
    ],
    [
      'Redshift does not know for a moment',
      [{ call: 'redshift-data:DescribeStatement', fault: 'internal-error' }],
    ],
    ['SNS throttles', [{ call: 'sns:Publish', times: 2, fault: 'throttle' }]],
    ['S3 is slow', [{ call: 's3:*', times: 20, fault: { delayMs: 300 } }]],
    ['the connection to Redshift is cut', [{ call: 'redshift-data:DescribeStatement', fault: 'cut' }]],
    ['the crawler is throttled', [{ call: 'glue:GetCrawler', times: 2, fault: 'throttle' }]],
    ['the answer to starting the crawler is lost', [{ call: 'glue:StartCrawler', fault: 'lost-answer' }]],
    ['the crawler does not answer', [{ call: 'glue:GetCrawler', fault: 'timeout' }]],
    ['Glue has an internal error', [{ call: 'glue:GetTables', fault: 'internal-error' }]],
    ['Step Functions throttles', [{ call: 'states:StartExecution', times: 2, fault: 'throttle' }]],
    [
      'the answer to starting an execution is lost',
      [{ call: 'states:StartExecution', fault: 'lost-answer' }],
    ],
    ['SNS has an internal error', [{ call: 'sns:Publish', fault: 'internal-error' }]],
    ['Step Functions does not answer', [{ call: 'states:StartExecution', fault: 'timeout' }]],
    ['Step Functions has an internal error', [{ call: 'states:StartExecution', fault: 'internal-error' }]],
    [
      'everything but S3 is slow',
      ['redshift-data:*', 'glue:*', 'states:*', 'sns:*'].map((call) => ({
        call,
        times: 3,
        fault: { delayMs: 1000 },
      })),
    ],
  ])(
    'are recovered from where %s',
    async (_, rules) => {
      const { met, execution, mails, rows } = await runWith(rules);
      assert.isAbove(met, 0);
      assert.deepInclude(execution.outcome, { status: 'SUCCEEDED' });
      assert.lengthOf(mails, 1);
      assert.strictEqual(rows, '3 30.00');
    },
    3 * minutes,
  );

  it(
    'end in one message with the cause and the next command where writing gold is denied, and a redrive loads',
    async () => {
      const denied: FaultRule = {
        call: ({ name, path }) =>
          name.startsWith('s3:') && name !== 's3:GetObject' && path.includes('/gold/'),
        times: all,
        fault: 'access-denied',
      };
      const { met, execution, mails, rows, path } = await runWith([denied]);
      assert.isAbove(met, 0);
      assert.deepInclude(execution.outcome, { status: 'FAILED', error: 'LakePermission' });
      assert.lengthOf(mails, 1);
      assert.include(mails[0]!.text, 'grant this role s3:PutObject');
      assert.include(mails[0]!.text, `sales redrive ${execution.name} --env rehearsal`);
      assert.strictEqual(rows, '0 0');

      const again = await redrive(execution.name);
      assert.lengthOf(again, 1);
      assert.strictEqual(await rowsOf(path), '3 30.00');
    },
    3 * minutes,
  );

  it.each<readonly [string, FaultRule, string, RegExp]>([
    [
      'the credentials expire before S3 is asked for the data',
      { call: 's3:GetObject', nth: 6, times: all, fault: 'expired-token' },
      // Nothing can be written down then: the message is all there is.
      'FailureUnrecorded',
      /have expired \(ExpiredToken\)/,
    ],
    [
      'gold has no bucket any more',
      {
        call: ({ name, path }) => name === 's3:PutObject' && path.includes('/gold/'),
        times: all,
        fault: 'not-found',
      },
      'LakeNoBucket',
      /there is no such bucket/,
    ],
    [
      'the crawler is gone',
      { call: 'glue:GetCrawler', times: all, fault: 'not-found' },
      'AwsError',
      /Glue could not look at the crawler sales-rehearsal-raw \(EntityNotFoundException/,
    ],
    [
      'the crawler is denied',
      { call: 'glue:StartCrawler', times: all, fault: 'access-denied' },
      'AwsError',
      /Let the role of this function do it/,
    ],
    [
      'the credentials expire before the crawler is started',
      { call: 'glue:StartCrawler', times: all, fault: 'expired-token' },
      'AwsError',
      /expired/,
    ],
    [
      'the secret of the warehouse is missing',
      {
        call: 'redshift-data:BatchExecuteStatement',
        times: all,
        fault: {
          status: 400,
          code: 'ValidationException',
          message: "Secrets Manager can't find the specified secret.",
        },
      },
      'Warehouse',
      /secret/,
    ],
  ])(
    'end in one message where %s, and a redrive loads',
    async (_, rule, error, words) => {
      const { met, execution, mails, rows, path } = await runWith([rule]);
      assert.isAbove(met, 0);
      assert.strictEqual(execution.outcome?.status, 'FAILED');
      assert.include((execution.outcome as { readonly error: string }).error, error);
      assert.lengthOf(mails, 1);
      assert.match(mails[0]!.text, words);
      assert.include(mails[0]!.text, `sales redrive ${execution.name} --env rehearsal`);
      assert.strictEqual(rows, '0 0');

      assert.lengthOf(await redrive(execution.name), 1);
      assert.strictEqual(await rowsOf(path), '3 30.00');
    },
    3 * minutes,
  );

  it(
    'leave the event in its queue where no execution may be started, and its next delivery does',
    async () => {
      const paths: string[] = [];
      for (const fault of ['access-denied', 'expired-token'] as const) {
        const denied = [{ call: 'states:StartExecution', times: all, fault }];
        const { met, execution, mails, path } = await runWith(denied);
        assert.isAbove(met, 0);
        assert.isUndefined(execution);
        assert.isEmpty(mails);
        paths.push(path);
      }
      await setTimeout(deliveredAgainMs);
      await cloud.arrivals.drain();
      await cloud.stepFunctions.settled();
      for (const path of paths) assert.strictEqual(await rowsOf(path), '3 30.00');
    },
    3 * minutes,
  );

  it(
    'leave the batch published where the warehouse denies its load, and a redrive loads just that',
    async () => {
      const { execution, mails, rows, path } = await runWith([
        { call: 'redshift-data:BatchExecuteStatement', times: all, fault: 'access-denied' },
      ]);
      assert.deepInclude(execution.outcome, { status: 'FAILED' });
      assert.lengthOf(mails, 1);
      assert.strictEqual(rows, '0 0');
      const cleaned = cloud.functions.invocations.filter(({ name }) => name === 'clean').length;
      const again = await redrive(execution.name);
      assert.lengthOf(again, 1);
      assert.strictEqual(cloud.functions.invocations.filter(({ name }) => name === 'clean').length, cleaned);
      assert.strictEqual(await rowsOf(path), '3 30.00');
    },
    3 * minutes,
  );

  it(
    'fail the execution where no message can be sent, though the batch is loaded',
    async () => {
      const { execution, rows } = await runWith([
        { call: 'sns:Publish', times: all, fault: 'access-denied' },
      ]);
      assert.deepInclude(execution.outcome, { status: 'FAILED' });
      assert.strictEqual(rows, '3 30.00');
    },
    3 * minutes,
  );

  it(
    'of an object itself fail its batch by its name, and a whole copy in its place is loaded',
    async () => {
      await readMail(cloud.clients.sqs, cloud.resources.mailboxUrl);
      const whole = gzipSync(readFileSync(newFile()));
      const path = join(folder, `fault-${uploaded - 1}.json.gz`);
      writeFileSync(path, whole.subarray(0, whole.length - 12));
      await uploadAndRun(cloud, [path]);
      const [mail, ...others] = await readMail(cloud.clients.sqs, cloud.resources.mailboxUrl);
      assert.isEmpty(others);
      assert.include(mail!.text, `raw/sales/fault-${uploaded - 1}.json.gz cannot be read`);
      assert.strictEqual(await rowsOf(path), '0 0');
      writeFileSync(path, whole);
      await uploadAndRun(cloud, [path]);
      assert.strictEqual(await rowsOf(path), '3 30.00');
    },
    3 * minutes,
  );
});
