import { advanceLoad, type LoadCalls, manifestOf, openLoad, workKeys } from '@sales/etl-core';
import { ObjectStore } from '@sales/lake';
import { type LoadHandle, RedshiftLoads, renderLoad } from '@sales/redshift';
import type { LoadRequest } from '@sales/warehouse';
import type { Payloads } from '@sales/workflow';
import { Effect } from 'effect';
import { pipelineOf } from '../pipeline.ts';
import { warehouseSettings } from './warehouse.ts';

/** Starts the load of a batch, or asks how it goes; or writes down what a Glue job is to run. */
export const loadBatch = Effect.fn('handlers.load')(function* ({
  batchId,
  action,
}: Payloads['load']['input']) {
  const pipeline = yield* pipelineOf();
  const manifest = yield* manifestOf(batchId);
  if (action === 'prepare') {
    const opened = yield* openLoad(pipeline, manifest);
    if (opened !== undefined) yield* writeLoadPlan(opened.request);
    return { done: true };
  }
  const loads = yield* RedshiftLoads;
  const calls: LoadCalls = {
    startLoad: loads.startLoad,
    pollLoad: (handle) => loads.pollLoad(handle as LoadHandle),
  };
  const { done } = yield* advanceLoad(pipeline, manifest, calls);
  yield* Effect.logInfo(done ? 'Loaded.' : 'The load is at work.');
  return { done };
});

/** Renders a load's statements, and writes them and the manifests of its COPYs into the lake. */
const writeLoadPlan = Effect.fnUntraced(function* (request: LoadRequest) {
  const store = yield* ObjectStore;
  const { schema, copyRole } = yield* warehouseSettings;
  const { batchId, star } = request;
  const manifestFolder = store.url(`runs/${batchId}/copy`);
  const { manifests, statements } = renderLoad(request, { schema, iamRole: copyRole, manifestFolder });
  for (const { url, body } of manifests) yield* store.put(url.slice(store.url('').length), body);
  const plan = {
    batchId,
    contractVersion: star.contract.version,
    statements: statements.map(({ sql }) => sql),
  };
  yield* store.put(workKeys(batchId).loadPlan, JSON.stringify(plan));
});
