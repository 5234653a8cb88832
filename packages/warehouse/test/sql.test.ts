import { assert, describe, it } from '@effect/vitest';
import { queryDuckDb } from '@sales/test-kit';
import { sqlName, sqlText } from '../src/index.ts';
import { sqlDate, sqlTime } from '../src/sql/literal.ts';

describe('a text', () => {
  it.for(["it's", '\\', 'a\\b\\', "''\\'", '', '\u{1F600}\n'])('is itself in SQL: %j', async (value) => {
    assert.deepStrictEqual(await queryDuckDb(`SELECT ${sqlText(value)} AS value`), [{ value }]);
  });
  it('holds no bare backslash, which Redshift would take for an escape', () => {
    assert.notInclude(sqlText('a\\b'), '\\');
  });
});

describe('a time', () => {
  it('is a timestamp in UTC', async () => {
    const sql = `SELECT ${sqlTime('2026-05-02T05:04:05.678+02:00')} AS t, ${sqlDate('2026-05-02')} AS d`;
    assert.deepStrictEqual(await queryDuckDb(sql), [{ t: '2026-05-02 03:04:05.678', d: '2026-05-02' }]);
  });
});

describe('a name', () => {
  it('stays as it is where it can', () => {
    assert.strictEqual(sqlName('_source_time'), '_source_time');
    assert.strictEqual(sqlName('date'), 'date');
  });
  it('is quoted where DuckDB or Redshift keeps the word', async () => {
    const words = await queryDuckDb(
      "SELECT keyword_name AS word FROM duckdb_keywords() WHERE keyword_category = 'reserved'",
    );
    assert.isAbove(words.length, 50);
    for (const word of [...words.map((row) => row['word'] as string), 'tag', 'timestamp', 'sysdate'])
      assert.strictEqual(sqlName(word), `"${word}"`);
  });
  it('is quoted when it is no plain name', () => {
    assert.strictEqual(sqlName('Gate "North"'), '"Gate ""North"""');
  });
});
