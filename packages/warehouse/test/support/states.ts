import { it } from '@effect/vitest';
import { temporaryFolder } from '@sales/test-kit';
import type { Effect } from 'effect';
import type { Warehouse } from '../../src/index.ts';
import type { Batch } from './gold.ts';
import { inWarehouse, load } from './state.ts';

/** States a behaviour of a warehouse that is empty at first. */
export function states(
  behaviour: string,
  program: (loadBatch: (batch: Batch) => ReturnType<typeof load>) => Effect.Effect<void, unknown, Warehouse>,
): void {
  it.live(behaviour, () => {
    const folder = temporaryFolder();
    return program((batch) => load(folder, batch)).pipe(inWarehouse(folder));
  });
}
