import type { BatchStatus } from '@sales/etl-core';
import { Effect } from 'effect';
import { expect, it } from 'vitest';
import { findBatch } from '../src/batches.ts';
import type { EtlCore } from '../src/modules.ts';

/** Finds a batch among some, given as id and state. */
async function find(name: string, batches: readonly (readonly [string, BatchStatus['status']])[]) {
  const status = { batches: batches.map(([batchId, status]) => ({ batchId, status })) };
  const core = { pipelineStatus: () => Effect.succeed(status) } as unknown as EtlCore;
  const found = await Effect.runPromise(Effect.result(findBatch(core, './lake', name)) as never);
  const { success, failure } = found as { success?: BatchStatus; failure?: Error };
  return success?.batchId ?? failure?.message;
}

const batches = [
  ['20261123-aaaa-a1', 'abandoned'],
  ['20261123-aaaa-a2', 'loaded'],
  ['20261123-ab00-a1', 'loaded'],
  ['20261124-cccc-a1', 'failed'],
] as const;

it('finds a batch by its id and by a beginning that only it has', async () => {
  expect(await find('20261123-aaaa-a1', batches)).toBe('20261123-aaaa-a1');
  expect(await find('20261124', batches)).toBe('20261124-cccc-a1');
});

it('means the loaded one of several attempts', async () => {
  expect(await find('20261123-aaaa', batches)).toBe('20261123-aaaa-a2');
});

it('calls the last loaded one the latest', async () => {
  expect(await find('latest', batches)).toBe('20261123-ab00-a1');
  expect(await find('latest', [])).toMatch(/^There is no loaded batch in the lake "\.\/lake"; /);
});

it('does not guess', async () => {
  expect(await find('20261123-a', batches)).toMatch(/could be .* or .*; write more of it\.$/);
  expect(await find('nonesuch', batches)).toMatch(/^There is no batch "nonesuch"/);
});
