import { assert, describe, it } from '@effect/vitest';
import { temporaryFolder } from '@sales/test-kit';
import { Effect } from 'effect';
import {
  advanceRun,
  listRuns,
  localFolder,
  makeManifest,
  type Manifest,
  nextAttempt,
  ObjectStore,
  publishRun,
  readManifest,
  readRun,
  runKeys,
  type RunState,
  writeManifest,
} from '../src/index.ts';

const createdAt = '2026-03-07T12:00:00.000Z';

function states(behaviour: string, program: () => Effect.Effect<void, unknown, ObjectStore>): void {
  it.effect(behaviour, () => program().pipe(Effect.provide(localFolder(temporaryFolder()))));
}

function aManifest(ingestDate = '2026-03-07'): Manifest {
  const object = { bucket: 'b', key: 'raw/sales/a.json', version: 'v1', sizeBytes: 10, eventTimeMs: 5 };
  return makeManifest({ contract: { name: 'sales', version: 1 }, ingestDate, createdAt, objects: [object] });
}

function aState({ batchId, digest, attempt }: Manifest, changes: Partial<RunState> = {}): RunState {
  const details = { rowsLoaded: 3, reasons: ['missing_date'] };
  return {
    batchId,
    digest,
    attempt,
    status: 'published',
    fence: 1,
    updatedAt: createdAt,
    details,
    ...changes,
  };
}

describe("a run's state", () => {
  states('is published once', () =>
    Effect.gen(function* () {
      const state = aState(aManifest());
      const etag = yield* publishRun(state);
      assert.deepStrictEqual(yield* readRun(state.batchId), { state, etag });
      const again = yield* Effect.flip(publishRun({ ...state, fence: 2 }));
      assert.strictEqual(again._tag, 'PreconditionFailed');
      assert.deepStrictEqual((yield* readRun(state.batchId))?.state, state);
    }),
  );
  states('moves on from the state that was read, and from no other', () =>
    Effect.gen(function* () {
      const published = aState(aManifest());
      const etag = yield* publishRun(published);
      const loaded: RunState = { ...published, status: 'loaded', fence: 2 };
      const next = yield* advanceRun(loaded, etag);
      const late = yield* Effect.flip(advanceRun({ ...published, status: 'failed' }, etag));
      assert.strictEqual(late._tag, 'PreconditionFailed');
      assert.deepStrictEqual(yield* readRun(published.batchId), { state: loaded, etag: next });
    }),
  );
  states('that was never published is not there, and cannot move on', () =>
    Effect.gen(function* () {
      const state = aState(aManifest());
      assert.isUndefined(yield* readRun(state.batchId));
      assert.strictEqual((yield* Effect.flip(advanceRun(state, 'any')))._tag, 'PreconditionFailed');
    }),
  );
  states('that is broken says which field', () =>
    Effect.gen(function* () {
      const state = aState(aManifest());
      const text = JSON.stringify({ ...state, status: 'done' });
      yield* ObjectStore.use((store) => store.put(runKeys(state.batchId).state, text));
      const error = yield* Effect.flip(readRun(state.batchId));
      assert.strictEqual(error.reason, 'Corrupt');
      assert.include(error.message, '"status" should be one of published, loaded, failed, abandoned');
    }),
  );
});

describe("a run's manifest", () => {
  states('is written once: who begins the same batch again gets the first', () =>
    Effect.gen(function* () {
      const first = yield* writeManifest(aManifest());
      const again = yield* writeManifest({ ...aManifest(), createdAt: '2027-01-01T00:00:00.000Z' });
      assert.deepStrictEqual(again, first);
      assert.deepStrictEqual(yield* readManifest(first.batchId), first);
      assert.isUndefined(yield* readManifest('20260307-000000000000-a1'));
    }),
  );
});

describe('the list of runs', () => {
  states('has every batch with a manifest, by ingest date, with its state if any', () =>
    Effect.gen(function* () {
      const early = aManifest('2026-01-31');
      const late = aManifest('2026-03-07');
      const retried = nextAttempt(late, createdAt);
      yield* Effect.forEach([retried, late, early], writeManifest);
      yield* publishRun(aState(late, { status: 'failed' }));
      yield* ObjectStore.use((store) => store.put(runKeys('stray').reportJson, '{}'));
      assert.deepStrictEqual(yield* listRuns(), [
        { manifest: early, state: undefined },
        { manifest: late, state: aState(late, { status: 'failed' }) },
        { manifest: retried, state: undefined },
      ]);
    }),
  );
  states('is empty in an empty lake', () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* listRuns(), []);
    }),
  );
});
