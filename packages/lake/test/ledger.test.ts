import { assert, describe, it } from '@effect/vitest';
import { temporaryFolder } from '@sales/test-kit';
import { Effect } from 'effect';
import {
  claimObject,
  ledgerKey,
  localFolder,
  ObjectStore,
  readLedger,
  releaseObject,
  type SourceObject,
} from '../src/index.ts';

function states(behaviour: string, program: () => Effect.Effect<void, unknown, ObjectStore>): void {
  it.effect(behaviour, () => program().pipe(Effect.provide(localFolder(temporaryFolder()))));
}

function anObject(changes: Partial<SourceObject> = {}): SourceObject {
  return { bucket: 'b', key: 'raw/sales/a.json', version: 'v1', sizeBytes: 10, eventTimeMs: 5, ...changes };
}

describe('the ledger', () => {
  states('lets the first digest have an object, and says to others who has it', () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* claimObject(anObject(), 'digest-1')).status, 'claimed');
      const other = yield* claimObject(anObject(), 'digest-2');
      assert.strictEqual(other.status, 'taken');
      assert.strictEqual(other.entry.digest, 'digest-1');
      assert.deepStrictEqual(other.entry.object, anObject());
    }),
  );
  states('lets the same digest claim again, and keeps the first claim', () =>
    Effect.gen(function* () {
      const first = yield* claimObject(anObject(), 'digest-1');
      assert.deepStrictEqual(yield* claimObject(anObject(), 'digest-1'), first);
    }),
  );
  states('treats a rewritten object as another', () =>
    Effect.gen(function* () {
      yield* claimObject(anObject(), 'digest-1');
      const rewritten = yield* claimObject(anObject({ version: 'v2' }), 'digest-2');
      assert.strictEqual(rewritten.status, 'claimed');
    }),
  );
  states('gives one of many claimants the object', () =>
    Effect.gen(function* () {
      const digests = Array.from({ length: 16 }, (_, n) => `digest-${n}`);
      const claims = yield* Effect.forEach(digests, (digest) => claimObject(anObject(), digest), {
        concurrency: 'unbounded',
      });
      assert.strictEqual(claims.filter(({ status }) => status === 'claimed').length, 1);
      assert.strictEqual(new Set(claims.map(({ entry }) => entry.digest)).size, 1);
    }),
  );
  states('reads the entries of many objects in their order', () =>
    Effect.gen(function* () {
      const objects = Array.from({ length: 40 }, (_, n) => anObject({ key: `raw/sales/${n}.json` }));
      yield* Effect.forEach(objects, (object, n) =>
        n % 3 === 0 ? claimObject(object, `d${n}`) : Effect.void,
      );
      const entries = yield* readLedger(objects);
      assert.deepStrictEqual(
        entries.map((entry) => entry?.digest),
        objects.map((_, n) => (n % 3 === 0 ? `d${n}` : undefined)),
      );
    }),
  );
  states('gives an object back to nobody but the digest that has it', () =>
    Effect.gen(function* () {
      yield* claimObject(anObject(), 'digest-1');
      assert.isFalse(yield* releaseObject(anObject(), 'digest-2'));
      assert.isTrue(yield* releaseObject(anObject(), 'digest-1'));
      assert.isFalse(yield* releaseObject(anObject(), 'digest-1'));
      assert.strictEqual((yield* claimObject(anObject(), 'digest-2')).status, 'claimed');
    }),
  );
  states('says which entry is broken', () =>
    Effect.gen(function* () {
      yield* ObjectStore.use((store) => store.put(ledgerKey(anObject()), '{"digest":""}'));
      const error = yield* Effect.flip(claimObject(anObject(), 'digest-1'));
      assert.deepInclude(error, { reason: 'Corrupt', key: ledgerKey(anObject()) });
    }),
  );
});
