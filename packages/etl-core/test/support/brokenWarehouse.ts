import { Effect, Layer } from 'effect';
import { localFolder, silentNotifier, Warehouse, WarehouseError } from '../../src/index.ts';

/** What a warehouse that cannot be reached says. */
export const unreachable = new WarehouseError({
  reason: 'Busy',
  message: 'The warehouse is out. Try again.',
});

const fail = () => Effect.fail(unreachable);

/** The services of a local run whose warehouse cannot be reached: batches are published, and none is loaded. */
export function withoutWarehouse(lake: string) {
  const broken = { migrate: fail, load: fail, findBatch: fail, batches: fail, query: fail };
  return Layer.mergeAll(localFolder(lake), Layer.succeed(Warehouse, Warehouse.of(broken)), silentNotifier);
}
