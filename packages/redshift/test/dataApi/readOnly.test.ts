import { WarehouseError } from '@sales/warehouse';
import { assert, describe, it } from 'vitest';
import { readOnlyStatement } from '../../src/dataApi/readOnly.ts';

describe('a statement that reads', () => {
  it.each([
    'SELECT 1',
    "  select * from t where a = 'INSERT INTO t' -- ; DROP TABLE t\nLIMIT 1",
    '(SELECT 1) UNION (SELECT 2)',
    'WITH x AS (SELECT "into" FROM t) SELECT * FROM x',
    'WITH x AS (SELECT update, delete FROM t) SELECT * FROM x',
    "SELECT 'it''s; fine', \"a;b\" /* ; DELETE FROM t */ FROM t",
    'SELECT $$ ; DROP TABLE t $$',
    'EXPLAIN SELECT 1',
    'EXPLAIN VERBOSE SELECT 1',
    'SHOW TABLES FROM SCHEMA sales.public',
    'VALUES (1)',
  ])('%s', (sql) => assert.strictEqual(readOnlyStatement(sql), sql));

  it('goes without what ends it', () => {
    assert.strictEqual(readOnlyStatement('SELECT 1 ; ;\n'), 'SELECT 1');
  });
});

describe('a statement that could write', () => {
  it.each([
    ['INSERT INTO t VALUES (1)', 'is INSERT'],
    ['/* SELECT */ DELETE FROM t', 'is DELETE'],
    ['-- SELECT\nUPDATE t SET a = 1', 'is UPDATE'],
    ['SELECT * INTO u FROM t', 'writes (INTO)'],
    ['select a into temp u from t', 'writes (INTO)'],
    ['WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x', 'writes (DELETE)'],
    ['WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x', 'writes (INSERT)'],
    ['EXPLAIN ANALYZE DELETE FROM t', 'is ANALYZE'],
    ['EXPLAIN DELETE FROM t', 'is DELETE'],
    ['TRUNCATE t', 'is TRUNCATE'],
    ['CALL p()', 'is CALL'],
    ['BEGIN', 'is BEGIN'],
    ["COPY t FROM 's3://b/k' IAM_ROLE default", 'is COPY'],
    ["UNLOAD ('SELECT 1') TO 's3://b/k' IAM_ROLE default", 'is UNLOAD'],
    ['SET search_path TO x', 'is SET'],
    ['SELECT 1; DROP TABLE t', 'one statement at a time'],
    ['SELECT 1;SELECT 2', 'one statement at a time'],
    ["SELECT ''; DELETE FROM t; --'", 'one statement at a time'],
    ["SELECT 'a\\'; DELETE FROM t; --'", 'one statement at a time'],
    ["SELECT 'a\\\\'; DELETE FROM t; --'", 'one statement at a time'],
    ['', 'is empty'],
    [' ; -- nothing', 'is empty'],
  ])('%s', (sql, why) => {
    const refused = readOnlyStatement(sql);
    assert.instanceOf(refused, WarehouseError);
    assert.strictEqual(refused.reason, 'NotReadOnly');
    assert.include(refused.message, why);
  });
});
