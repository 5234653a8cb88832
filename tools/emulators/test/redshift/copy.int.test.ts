import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { queryDuckDb } from '@sales/test-kit';
import { afterAll, assert, beforeAll, describe, it } from 'vitest';
import { emulatorRegion, type Emulator, motoProblem, startMoto } from '../../src/index.ts';
import { type Redshift, startRedshift } from '../../src/redshift/index.ts';
import { callsTo } from './calls.ts';

const problem = motoProblem();

describe.skipIf(problem !== undefined)(`COPY (${problem ?? 'from moto'})`, () => {
  let moto: Emulator;
  let redshift: Redshift;
  let calls: ReturnType<typeof callsTo>;
  let s3: S3Client;
  const folder = mkdtempSync(join(tmpdir(), 'copy-test-'));

  beforeAll(async () => {
    moto = await startMoto();
    Object.assign(process.env, moto.environment);
    s3 = new S3Client({ endpoint: moto.endpoint, region: emulatorRegion, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'lake' }));
    redshift = await startRedshift({ s3Endpoint: moto.endpoint, copyRoles: ['arn:aws:iam::1:role/copy'] });
    calls = callsTo(redshift.endpoint);
  });
  afterAll(async () => {
    calls.client.destroy();
    s3.destroy();
    await redshift.stop();
    await moto.stop();
    rmSync(folder, { recursive: true });
  });

  const put = async (key: string, body: string | Uint8Array): Promise<number> => {
    await s3.send(new PutObjectCommand({ Bucket: 'lake', Key: key, Body: body }));
    return Buffer.byteLength(body);
  };
  /** Puts a query's rows as a Parquet object, and gives its size. */
  const putParquet = async (key: string, select: string): Promise<number> => {
    const path = join(folder, 'file.parquet');
    await queryDuckDb(`COPY (${select}) TO '${path}' (FORMAT parquet)`);
    return put(key, readFileSync(path));
  };
  const putManifest = (key: string, ...entries: readonly object[]) => put(key, JSON.stringify({ entries }));
  const copy = (table: string, from: string, rest = 'FORMAT AS PARQUET MANIFEST') =>
    calls.one(`COPY ${table} FROM 's3://lake/${from}' IAM_ROLE default ${rest}`);
  /** Puts a file and its manifest, and copies them. */
  const copyOf = async (table: string, select: string, key = `${table}/part.parquet`) => {
    await putManifest(`${table}.manifest`, entry(key, await putParquet(key, select)));
    return copy(table, `${table}.manifest`);
  };
  const rows = (table: string) => redshift.rows(`SELECT * FROM ${table}`);

  it('keeps every value: null, empty, quotes, breaks, backslashes, the null text itself, exact money, times in UTC', async () => {
    await calls.one(
      'CREATE TABLE t1 (a VARCHAR(20), b INTEGER, c BIGINT, d DECIMAL(18,2), e DATE, f TIMESTAMP)',
    );
    const values = [
      "NULL, 1, NULL, 9999999999999999.99, DATE '2026-02-28', TIMESTAMP '2026-03-29 01:30:00.000001'",
      "'', -5, 9223372036854775807, -0.01, NULL, NULL",
      String.raw`'\N', NULL, 0, NULL, NULL, NULL`,
      String.raw`'a"b,c' || chr(10) || 'd\.é', 0, 0, 0, NULL, NULL`,
      String.raw`'\.', 0, 0, 0, NULL, NULL`,
    ];
    const typed = values.map((row) => `(${row})`).join(', ');
    const { Error: error } = await copyOf(
      't1',
      `SELECT a::VARCHAR a, b::INT b, c::BIGINT c, d::DECIMAL(18,2) d, e::DATE e, f::TIMESTAMP f FROM (VALUES ${typed}) t(a, b, c, d, e, f)`,
    );
    assert.isUndefined(error);
    assert.deepStrictEqual(await rows('t1'), [
      [null, '1', null, '9999999999999999.99', '2026-02-28', '2026-03-29 01:30:00.000001'],
      ['', '-5', '9223372036854775807', '-0.01', null, null],
      ['\\N', null, '0', null, null, null],
      ['a"b,c\nd\\.é', '0', '0', '0.00', null, null],
      ['\\.', '0', '0', '0.00', null, null],
    ]);
  });

  it('maps columns by position, and refuses another number of them', async () => {
    await calls.one('CREATE TABLE t2 (a INTEGER, b INTEGER)');
    assert.isUndefined((await copyOf('t2', 'SELECT 1 AS b, 2 AS a')).Error);
    assert.deepStrictEqual(await rows('t2'), [['1', '2']]);
    const { Error: error } = await copyOf('t2', 'SELECT 1 AS a');
    assert.match(error!, /Spectrum Scan Error[^]*15007[^]*Unmatched number of columns/);
  });

  it('counts bytes, and tells of it in sys_load_error_detail', async () => {
    await calls.one('CREATE TABLE t3 (a VARCHAR(3))');
    assert.isUndefined((await copyOf('t3', "SELECT 'abc' AS a")).Error);
    assert.match(
      (await copyOf('t3', "SELECT 'éé' AS a")).Error!,
      /length defined in the table\. Table: 3, Data: 4/,
    );
    assert.deepStrictEqual(
      await redshift.rows(
        "SELECT file_name, column_name, column_length FROM sys_load_error_detail WHERE error_message LIKE '%Data: 4%'",
      ),
      [['s3://lake/t3/part.parquet', 'a', '3']],
    );
  });

  it.each([
    ['text for a number', 'INTEGER', "'1'"],
    ['a long integer for a short one', 'INTEGER', '1::BIGINT'],
    ['a date for a number', 'INTEGER', "DATE '2026-01-01'"],
    ['a number for a date', 'DATE', '1::INTEGER'],
    ['a time for a number', 'BIGINT', "TIMESTAMP '2026-01-01 00:00:00'"],
    ['a float for money', 'DECIMAL(18,2)', '1.5::DOUBLE'],
  ])('refuses %s', async (name, type, value) => {
    const table = `t4_${name.replaceAll(' ', '_')}`;
    await calls.one(`CREATE TABLE ${table} (a ${type})`);
    assert.match(
      (await copyOf(table, `SELECT ${value} AS a`)).Error!,
      /incompatible Parquet schema for column 'a'/,
    );
  });

  it('refuses a decimal of fixed length that is longer than the column needs', async () => {
    await calls.one('CREATE TABLE t5 (a DECIMAL(18,2))');
    const { Error: error } = await copyOf('t5', 'SELECT 1::DECIMAL(30,2) AS a');
    assert.match(error!, /Expecting: 8 len in file: 16/);
  });

  it('refuses null where the table does', async () => {
    await calls.one('CREATE TABLE t6 (a INTEGER NOT NULL)');
    assert.match(
      (await copyOf('t6', 'SELECT NULL::INTEGER AS a')).Error!,
      /Cannot insert a NULL value into column a/,
    );
  });

  it('takes from a manifest what it says: size, mandatory, no empty part of a key', async () => {
    await calls.one('CREATE TABLE t7 (a INTEGER)');
    const size = await putParquet('t7/part.parquet', 'SELECT 1 AS a');
    await putManifest('t7.manifest', entry('t7/part.parquet', size + 1));
    assert.match((await copy('t7', 't7.manifest')).Error!, /content_length says/);
    await putManifest('t7.manifest', { url: 's3://lake/t7/part.parquet', mandatory: true });
    assert.match((await copy('t7', 't7.manifest')).Error!, /content_length says nothing/);
    await putManifest('t7.manifest', entry('t7/part.parquet', size), { url: 's3://lake/t7/gone.parquet' });
    assert.isUndefined((await copy('t7', 't7.manifest')).Error);
    await putManifest('t7.manifest', entry('t7/part.parquet', size), entry('t7/gone.parquet', size));
    assert.match((await copy('t7', 't7.manifest')).Error!, /'s3:\/\/lake\/t7\/gone\.parquet' does not exist/);
    await putManifest('t7.manifest', entry('t7//part.parquet', size));
    assert.match((await copy('t7', 't7.manifest')).Error!, /File not found/);
    assert.match((await copy('t7', 'no.manifest')).Error!, /The specified key does not exist/);
    assert.deepStrictEqual(await rows('t7'), [['1']]);
  });

  it('reads all that a prefix begins, also what is no Parquet', async () => {
    await calls.one('CREATE TABLE t8 (a INTEGER)');
    await putParquet('t8/part.parquet', 'SELECT 1 AS a');
    assert.isUndefined((await copy('t8', 't8/', 'FORMAT AS PARQUET')).Error);
    await put('t8/_SUCCESS', 'done');
    assert.match(
      (await copy('t8', 't8/', 'FORMAT AS PARQUET')).Error!,
      /_SUCCESS' has an invalid version number/,
    );
    assert.deepStrictEqual(await rows('t8'), [['1']]);
  });

  it('knows the roles that the warehouse may take on, and few options', async () => {
    await calls.one('CREATE TABLE t9 (a INTEGER)');
    for (const [rest, error] of [
      ["IAM_ROLE 'arn:aws:iam::1:role/other' FORMAT AS PARQUET", /not authorized to assume/],
      ['IAM_ROLE default FORMAT AS PARQUET TRUNCATECOLUMNS', /near "TRUNCATECOLUMNS"/],
      ['IAM_ROLE default FORMAT AS PARQUET IGNOREHEADER 1', /IGNOREHEADER is not supported for PARQUET/],
    ] as const)
      assert.match((await calls.one(`COPY t9 FROM 's3://lake/t9/' ${rest}`)).Error!, error);
  });

  it('reads CSV, in which an empty text is no null', async () => {
    await calls.one('CREATE TABLE t10 (a VARCHAR(4), b DECIMAL(12,2))');
    await put('t10.csv', 'a,b\r\n"x,y",1.50\r\n"",~\r\n~,-2\r\n');
    const { Error: error } = await copy('t10', 't10.csv', "FORMAT AS CSV IGNOREHEADER 1 NULL AS '~'");
    assert.isUndefined(error);
    assert.deepStrictEqual(await rows('t10'), [
      ['x,y', '1.50'],
      ['', null],
      [null, '-2.00'],
    ]);
    await put('t10.csv', 'a,b\nééé,1\n');
    const long = await copy('t10', 't10.csv', 'FORMAT AS CSV IGNOREHEADER 1');
    assert.match(long.Error!, /Check 'sys_load_error_detail'/);
  });
});

function entry(key: string, sizeBytes: number) {
  return { url: `s3://lake/${key}`, mandatory: true, meta: { content_length: sizeBytes } };
}
