import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { salesPipeline } from '../../src/pipeline.ts';
import type { BlockWorker } from '../../src/workers/blockWorker.ts';
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
  await worker.push(Uint8Array.from(Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))));
  const piece = await worker.endPiece();
  const [table] = await worker.endBlock();
  return { piece, table: table! };
}

describe.each([
  ['in this thread', 0],
  ['in a thread of its own', 1 << 30],
])('a worker %s', (_, sizeBytes) => {
  it('reads a table that it does not hold from its row group, as often as asked', () =>
    withWorker({ sizeBytes, heldBytes: 0 }, async (worker) => {
      const { piece, table } = await cleanRows(worker);
      expect(piece.report.accepted).toBe(20);
      expect(table.held).toBeUndefined();
      for (let time = 0; time < 2; time++) {
        const silver = { ...table.silver, bytes: table.silver.bytes.slice() };
        expect((await worker.pick({ silver }, Uint32Array.of(3, 7))).rowCount).toBe(2);
        const again = { ...table.silver, bytes: table.silver.bytes.slice() };
        const { fact, measureCents } = await worker.fact({ silver: again }, Uint32Array.of(0));
        expect([fact.rowCount, measureCents]).toEqual([19, 19n * 250n]);
      }
    }));

  it('holds a table when there is room, and gives the same fact from it', () =>
    withWorker({ sizeBytes, heldBytes: 1 << 20 }, async (worker) => {
      const { table } = await cleanRows(worker);
      const held = table.held!;
      expect((await worker.pick({ held }, Uint32Array.of(1))).rowCount).toBe(1);
      const silver = { ...table.silver, bytes: table.silver.bytes.slice() };
      const decoded = await worker.fact({ silver }, Uint32Array.of());
      const { fact } = await worker.fact({ held }, Uint32Array.of());
      expect(fact.rowCount).toBe(20);
      expect(decoded.measureCents).toBe(5000n);
    }));

  it('says what is wrong with an object as an error of the same kind', () =>
    withWorker({ sizeBytes, heldBytes: 0 }, async (worker) => {
      await worker.startPiece({ ...object, key: 'raw/sales/a.json.gz' }, 0);
      await worker.push(Uint8Array.of(0x1f, 0x8b, 8, 0, 0));
      await expect(worker.endPiece()).rejects.toMatchObject({ name: 'SourceError', fault: 'truncated' });
    }));
});
