import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { localFolder, type ObjectStore } from '@sales/lake';
import { temporaryFolder } from '@sales/test-kit';
import { ConfigProvider, Effect, Layer } from 'effect';

/** What each handler's environment has in these tests. */
const environment = { LAKE_BUCKET: 'local', DATA_SET: 'sales', ENVIRONMENT: 'test' };

/** Makes a lake in a folder, and gives what runs programs of handlers on it. */
export function newLake(variables: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder();
  const config = ConfigProvider.layer(ConfigProvider.fromUnknown({ ...environment, ...variables }));
  const layer = Layer.merge(localFolder(folder), config);
  return {
    folder,
    run: <A, E>(program: Effect.Effect<A, E, ObjectStore>): Promise<A> =>
      Effect.runPromise(program.pipe(Effect.provide(layer))),
    upload: (
      name: string,
      content: readonly unknown[] | Buffer,
      eventTimeMs = Date.UTC(2026, 0, 1),
    ): string => {
      const path = join(folder, 'raw/sales', name);
      mkdirSync(dirname(path), { recursive: true });
      const bytes = Buffer.isBuffer(content)
        ? content
        : content.map((row) => `${JSON.stringify(row)}\n`).join('');
      writeFileSync(path, bytes);
      // Half a millisecond more, because a time in seconds is a double that may lie just below.
      utimesSync(path, (eventTimeMs + 0.5) / 1000, (eventTimeMs + 0.5) / 1000);
      return `raw/sales/${name}`;
    },
  };
}

/** A row that is clean as it stands, with changes. */
export function sale(changes: Readonly<Record<string, unknown>> = {}) {
  return {
    transaction_id: 'T1',
    date: '2024-02-29',
    store_id: 'S1',
    product_id: 'P1',
    customer_id: 'C1',
    quantity_sold: 2,
    unit_price: 19.99,
    ...changes,
  };
}
