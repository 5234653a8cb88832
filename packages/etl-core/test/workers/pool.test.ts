import { closeSync, mkdtempSync, openSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { salesPipeline } from '../../src/pipeline.ts';
import type { BlockWorker, CleanedTable, TableSource } from '../../src/workers/blockWorker.ts';
import { openPool } from '../../src/workers/pool.ts';

const object = { bucket: 'b', key: 'raw/sales/a.json', version: '1', sizeBytes: 0, eventTimeMs: 1 };
const rows = Array.from({ length: 20 }, (_, index) => ({
  transaction_id: `t${index}`,
  date: '2025-01-01',
  store_id: 'S1',
  store_name: 'Harbor',
  product_id: 'P1',
  customer_id: `C${index}`,
  quantity_sold: 2,
  unit_price: 1.25,
}));

const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** Gives a table to a worker as it is read from silver: its bytes move. */
function sourceOf({ silver }: CleanedTable): TableSource {
  return { number: 0, silver: { ...silver, parts: silver.parts.map((part) => part.slice()) } };
}

/** Runs a body with a worker; `sizeBytes` decides whether it has a thread of its own. */
function withWorker<A>(
  options: { readonly sizeBytes: number; readonly heldBytes: number },
  body: (worker: BlockWorker) => Promise<A>,
): Promise<A> {
  return Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const [worker] = yield* openPool({
          worker: { pipeline: salesPipeline, ingestDate: '2026-01-01' },
          blocks: 1,
          workers: 1,
          ...options,
        });
        return yield* Effect.promise(() => body(worker!));
      }),
    ),
  );
}

async function cleanRows(worker: BlockWorker) {
  await worker.startPiece(object, 0);
  await worker.push(Uint8Array.from(Buffer.from(text)));
  const piece = await worker.endPiece();
  const [table] = await worker.endBlock();
  return { piece, table: table! };
}

describe.each([
  ['in this thread', 0],
  ['in a thread of its own', 1 << 30],
])('a worker %s', (_, sizeBytes) => {
  it('reads a table from its row group, as often as asked', () =>
    withWorker({ sizeBytes, heldBytes: 0 }, async (worker) => {
      const { piece, table } = await cleanRows(worker);
      expect(piece.report.accepted).toBe(20);
      expect(table.measureCents).toBe(20n * 250n);
      for (let time = 0; time < 2; time++) {
        const { rows, isHeld } = await worker.pick(sourceOf(table), Uint32Array.of(3, 7));
        expect([rows.rowCount, isHeld]).toEqual([2, false]);
        const { fact, measureCents } = await worker.fact(sourceOf(table), Uint32Array.of(0));
        expect([fact.rowCount, measureCents]).toEqual([19, 19n * 250n]);
      }
    }));

  it('keeps a table that rows were picked from, if there is room, until its fact is made', () =>
    withWorker({ sizeBytes, heldBytes: 1 << 20 }, async (worker) => {
      const { table } = await cleanRows(worker);
      expect(await worker.pick(sourceOf(table), Uint32Array.of(1))).toMatchObject({ isHeld: true });
      const { fact } = await worker.fact({ number: 0, silver: undefined }, Uint32Array.of());
      expect(fact.rowCount).toBe(20);
    }));

  it('makes the same of a file as of bytes that are pushed, compressed or not', () =>
    withWorker({ sizeBytes, heldBytes: 0 }, async (worker) => {
      const folder = mkdtempSync(join(tmpdir(), 'worker-'));
      const { piece } = await cleanRows(worker);
      for (const [name, bytes] of Object.entries({ 'a.json': text, 'a.json.gz': gzipSync(text) })) {
        writeFileSync(join(folder, name), bytes);
        const fd = openSync(join(folder, name), 'r');
        expect(await worker.readPiece(object, 0, bytes.length, fd)).toEqual(piece);
        closeSync(fd);
      }
    }));

  it('says what is wrong with an object as an error of the same kind', () =>
    withWorker({ sizeBytes, heldBytes: 0 }, async (worker) => {
      await worker.startPiece({ ...object, key: 'raw/sales/a.json.gz' }, 0);
      await worker.push(Uint8Array.of(0x1f, 0x8b, 8, 0, 0));
      await expect(worker.endPiece()).rejects.toMatchObject({ name: 'SourceError', fault: 'truncated' });
    }));
});
