import { gzipSync, zstdCompressSync } from 'node:zlib';
import { join } from 'node:path';
import { Effect, Layer, Stream } from 'effect';
import { expect, it } from 'vitest';
import {
  embeddedWarehouse,
  localFolder,
  ObjectStore,
  readQuarantine,
  runPipeline,
  salesPipeline,
  silentNotifier,
} from '../src/index.ts';
import { newLake, onLake, upload } from './support/lake.ts';
import { ndjson, type RawSale, sale, sales, seededRandom } from './support/sales.ts';
import { tablesOf } from './support/tables.ts';

const rows: readonly (RawSale | string)[] = [
  ...sales(8, (i) => ({ city: `Zürich \u{1F6D2} ${i}` })),
  sale({ transaction_id: 'T3', quantity_sold: 7, total_amount: null }),
  '{"transaction_id": "\\ud83d", "date"}',
  sale({ date: '2024-02-30', store_name: 'é'.repeat(600) }),
];

/** The services of a local run whose lake gives objects in chunks of the sizes that are drawn. */
function inChunks(lake: string, nextSize: () => number) {
  async function* cut(chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks)
      for (let at = 0, size = 0; at < chunk.length; at += size) {
        size = nextSize();
        yield chunk.slice(at, at + size);
      }
  }
  const store = Effect.map(ObjectStore, (whole) =>
    ObjectStore.of({ ...whole, stream: (key, range) => Effect.map(whole.stream(key, range), cut) }),
  );
  return Layer.mergeAll(
    Layer.provide(Layer.effect(ObjectStore, store), localFolder(lake)),
    embeddedWarehouse({ path: join(lake, 'warehouse.duckdb') }),
    silentNotifier,
  );
}

/** What a run makes of the rows in every form. */
async function outcomeOf(nextSize: () => number) {
  const lake = newLake();
  const [lines, array] = [ndjson(rows), `\ufeff[${ndjson(rows).trimEnd().replaceAll('\n', ',\r\n')}]`];
  upload(lake, 'a.ndjson', `\ufeff${lines.replaceAll('\n', '\r\n')}`, 1000);
  upload(lake, 'b.json', array, 2000);
  upload(lake, 'c.json.gz', Buffer.concat([gzipSync(lines), gzipSync(lines)]), 3000);
  upload(lake, 'd.json.zst', zstdCompressSync(array), 4000);
  const program = runPipeline({ pipeline: salesPipeline });
  const { batches } = await Effect.runPromise(Effect.provide(program, inChunks(lake, nextSize)));
  const { batchId, read, loaded, duplicates, reasons, repairs, objects } = batches[0]!;
  const rejects = Stream.runCollect(readQuarantine(salesPipeline, batchId));
  return {
    counts: { read, loaded, duplicates, reasons, repairs, objects },
    rejects: await onLake(
      lake,
      Effect.map(rejects, (all) => [...all]),
    ),
    tables: await tablesOf(lake),
  };
}

it('objects give the same rows wherever their chunks end', async () => {
  const whole = await outcomeOf(() => Number.POSITIVE_INFINITY);
  expect(whole.counts).toMatchObject({ read: 5 * rows.length, loaded: 8 });
  const random = seededRandom(11);
  for (const nextSize of [() => 1, () => 1 + random.below(3), () => 1 + random.below(400)])
    expect(await outcomeOf(nextSize)).toEqual(whole);
});
