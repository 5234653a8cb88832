/* oxlint-disable vitest/no-conditional-expect -- Broken objects are broken for either engine. */
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { runLocally } from '@sales/etl-core';
import { temporaryFolder } from '@sales/test-kit';
import { describe, expect, it } from 'vitest';
import { run, upload } from './support/lakes.ts';

/** Runs jobs that must never be reached. */
const noSpark = () => {
  throw new Error('A job was started.');
};
const row = '{"transaction_id":"T1"}\n';

describe('the planner of Spark batches', () => {
  const refused: Readonly<Record<string, readonly [name: string, bytes: string | Uint8Array, why: RegExp]>> =
    {
      zstd: ['a.json.zst', zstdCompressSync(Buffer.from(row)), /a\.json\.zst .*zstd/],
      'zstd by content': ['a.json', zstdCompressSync(Buffer.from(row)), /zstd/],
      'a top-level array': ['a.json', `\ufeff\n [${row}]`, /list of rows/],
      'a top-level array in gzip': ['a.json.gz', gzipSync(`[${row}]`), /list of rows/],
      'gzip that is not named so': ['a.json', gzipSync(row), /does not end with "\.gz"/],
      'what is named gzip and is not': ['a.json.gz', row, /is not compressed with gzip/],
      'binary data': ['a.json', Buffer.alloc(1000, 1), /binary data/],
      'gzip that is cut off': ['a.json.gz', gzipSync(row).subarray(0, 12), /ends too early/],
    };
  for (const [what, [name, bytes, why]] of Object.entries(refused))
    it(`refuses ${what} before a job starts, and the default engine may take it after`, async () => {
      const lake = join(temporaryFolder(), 'lake');
      upload(lake, [{ name, bytes, eventTimeMs: 1_700_000_000_000 }]);
      await expect(run(lake, noSpark)).rejects.toThrow(why);
      const isBroken = /binary|too early/.test(why.source);
      if (!isBroken) expect(await run(lake)).toMatchObject([{ read: 1, attempt: 2 }]);
    });

  it('says how to install Spark where it is not', async () => {
    const lake = join(temporaryFolder(), 'lake');
    upload(lake, [{ name: 'a.json', bytes: row, eventTimeMs: 1_700_000_000_000 }]);
    const spark = { scripts: '/nowhere', python: process.execPath };
    await expect(runLocally({ lake, spark })).rejects.toThrow(/pip install pyspark==3\.5\.6/);
  });
});
