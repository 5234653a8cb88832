import { readFileSync } from 'node:fs';
import { salesStar } from '@sales/schema';

import { loadPlan, type LoadRequest } from '@sales/warehouse';
import { assert, describe, it } from 'vitest';
import { renderLoad, renderManifest, renderMigration, UnrenderableError } from '../src/index.ts';
import { goldenFiles } from './golden/golden.ts';
import { salesBatch, target } from './sales.ts';

const load = renderLoad(salesBatch, target).statements;
const all = [...renderMigration(salesStar, target.schema), ...load];
/** A statement without its texts, in which any word may stand. */
const bare = (sql: string): string => sql.replaceAll(/'(?:[^']|'')*'/g, "''");

describe('the SQL of the star that ships', () => {
  it.each([...goldenFiles().keys()])('is what %s shows', (name) => {
    const shown = readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8');
    assert.strictEqual(
      goldenFiles().get(name),
      shown,
      'run node --conditions=@sales/source test/golden/regenerate.ts',
    );
  });
});

describe('every statement', () => {
  it.each([
    ['commits nothing', /\b(TRUNCATE|VACUUM|COMMIT|BEGIN|END TRANSACTION|ROLLBACK|ALTER TABLE .* APPEND)\b/],
    ['has no common table expression, which MERGE does not take', /\bWITH\b/],
    ['compares nulls in words that Redshift knows', /\bIS (NOT )?DISTINCT FROM\b/],
    ['compares no tuples', /\) *[<>]=? *\(/],
    [
      'uses nothing that only DuckDB or PostgreSQL have',
      /\b(ON CONFLICT|RETURNING|FILTER|QUALIFY|LATERAL|DISTINCT ON|EXCLUDE|BY NAME|REPLACE|STRUCT|read_parquet|error)\b/i,
    ],
    ['has no backslash, which escapes in Redshift’s texts', /\\/],
    ['is one statement', /;/],
  ])('%s', (_, forbidden) => {
    for (const { sql } of all) assert.notMatch(bare(sql), forbidden);
  });
  it('is shorter than the Data API’s 100 KB', () => {
    for (const { sql } of all) assert.isBelow(Buffer.byteLength(sql), 100_000);
  });
});

describe('the load', () => {
  it('is one transaction of the Data API: 40 statements at most', () => {
    assert.isAtMost(load.length, 40);
  });
  it('takes the lock before anything that takes a snapshot', () => {
    assert.deepStrictEqual(
      load.slice(0, 2).map(({ sql }) => sql),
      ['SET search_path TO sales', 'LOCK TABLE etl_batch'],
    );
  });
  it('has the steps of the embedded warehouse’s', () => {
    const steps = [...new Set(load.map(({ step }) => step))];
    const embedded = [...new Set(loadPlan(salesBatch).map(({ name }) => name))];
    assert.deepStrictEqual(steps, ['use the schema', ...embedded]);
  });
  it('refuses a star with so many dimensions that it would not be one', () => {
    assert.lengthOf(renderLoad(withDimensions('a', 'b', 'c', 'd'), target).statements, 37);
    assert.throws(
      () => renderLoad(withDimensions('a', 'b', 'c', 'd', 'e'), target),
      UnrenderableError,
      /takes 42 statements, but the Data API runs at most 40/,
    );
  });
});

describe('a MERGE', () => {
  const merges = load.filter(({ sql }) => sql.startsWith('MERGE'));
  it('is there for the fact, each dimension and each dimension’s state', () => {
    assert.lengthOf(merges, 1 + 2 * salesStar.dimensions.length);
  });
  it('has one clause for a match and one for none, without conditions, on equal columns of two tables', () => {
    for (const { sql } of merges) {
      assert.match(
        sql,
        /^MERGE INTO (\w+)\nUSING (\w+)\nON (\1\.\w+ = \2\.\w+)( AND \1\.\w+ = \2\.\w+)*\nWHEN MATCHED THEN UPDATE SET\n[^;]*?\nWHEN NOT MATCHED THEN INSERT \([^)]*\)\nVALUES \(/,
      );
      assert.lengthOf(sql.match(/\bWHEN\b/g)!, 2);
      assert.notMatch(sql.replace(/^MERGE INTO \w+/, ''), /\b(SELECT|USING \()/);
    }
  });
  it('has the distribution key of both tables among its columns, so that no row moves', () => {
    const fact = merges.find(({ step }) => step === 'merge fact_sales')!;
    assert.include(fact.sql, 'fact_sales.transaction_id = stage_fact_sales.transaction_id');
    for (const create of ['CREATE TABLE IF NOT EXISTS fact_sales (', 'CREATE TEMP TABLE stage_fact_sales ('])
      assert.include(all.find(({ sql }) => sql.startsWith(create))!.sql, 'DISTKEY (transaction_id)');
  });
});

describe('a COPY', () => {
  it('reads Parquet by a manifest, with no other option', () => {
    const copies = load.filter(({ sql }) => sql.startsWith('COPY'));
    assert.lengthOf(copies, 4);
    for (const { sql } of copies)
      assert.match(
        sql,
        /^COPY stage_\w+\nFROM 's3:[^']*\.manifest\.json'\nIAM_ROLE 'arn:[^']*'\nFORMAT AS PARQUET\nMANIFEST$/,
      );
  });
  it('is left out where there are no files: an empty manifest is an error', () => {
    const { manifests, statements } = renderLoad({ ...salesBatch, fact: [], dimensions: {} }, target);
    assert.deepStrictEqual(manifests, []);
    assert.isEmpty(statements.filter(({ sql }) => sql.startsWith('COPY')));
  });
  it('may use the role that the warehouse has', () => {
    const { statements } = renderLoad(salesBatch, { ...target, iamRole: 'default' });
    assert.include(statements.find(({ sql }) => sql.startsWith('COPY'))!.sql, '\nIAM_ROLE default\n');
  });
  it('takes no name that would end its text early', () => {
    for (const wrong of [{ iamRole: "arn'; DROP TABLE x" }, { manifestFolder: 's3://b/a\\' }])
      assert.throws(() => renderLoad(salesBatch, { ...target, ...wrong }), UnrenderableError);
  });
});

describe('a manifest', () => {
  it('makes every file mandatory and says its exact size', () => {
    const [file] = salesBatch.fact;
    assert.deepStrictEqual(JSON.parse(renderManifest([file!])), {
      entries: [{ url: file!.url, mandatory: true, meta: { content_length: 134_217_728 } }],
    });
  });
  it.each(['/tmp/part.parquet', 's3://b//part.parquet', 's3://b/a//b', 's3://b', 's3://b/a/'])(
    'has no place for %s, which Redshift would not find',
    (url) => {
      assert.throws(() => renderManifest([{ url, sizeBytes: 1, rows: 1 }]), UnrenderableError, url);
    },
  );
});

/** The batch of a star with other dimensions, all alike. */
function withDimensions(...tables: readonly string[]): LoadRequest {
  const dimensions = tables.map((table) => ({ ...salesStar.dimensions[0]!, table }));
  const files = tables.map((table) => [
    table,
    salesBatch.dimensions[dimensions[0]!.table] ?? salesBatch.fact,
  ]);
  return { ...salesBatch, star: { ...salesStar, dimensions }, dimensions: Object.fromEntries(files) };
}
