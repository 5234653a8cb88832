import { assert, describe, it } from '@effect/vitest';
import { Schema } from 'effect';
import {
  BrokenDocument,
  decodeManifest,
  encodeManifest,
  makeManifest,
  nextAttempt,
  type SourceObject,
} from '../src/index.ts';

const settings = {
  contract: { name: 'sales', version: 1 },
  ingestDate: '2026-03-07',
  createdAt: '2026-03-07T12:00:00.000Z',
};
/** Few names and times, so that ties and repeated objects come up. */
const few = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 3 }));
const seeds = Schema.Array(Schema.Tuple([few, few, few]));

function objectsOf(given: readonly (readonly [number, number, number])[]): SourceObject[] {
  return given.map(([bucket, key, version]) => ({
    bucket: `bucket${bucket}`,
    key: `raw/sales/${key}.json`,
    version: `v${version}`,
    sizeBytes: 1000 + version,
    eventTimeMs: (bucket + key + version) % 2,
  }));
}

describe('a manifest', () => {
  it.prop(
    'is the same for the same objects in any order, however often given',
    [seeds, few],
    ([given, turn]) => {
      const objects = objectsOf(given);
      const turned = [...objects.slice(turn), ...objects.slice(0, turn), ...objects].toReversed();
      assert.deepStrictEqual(
        makeManifest({ ...settings, objects: turned }),
        makeManifest({ ...settings, objects }),
      );
    },
  );

  it.prop('has another digest when any object is another', [seeds, few], ([given, extra]) => {
    const objects = objectsOf(given);
    const one = makeManifest({ ...settings, objects });
    const added = { bucket: 'new', key: `k${extra}`, version: 'v', sizeBytes: 1, eventTimeMs: 0 };
    assert.notStrictEqual(makeManifest({ ...settings, objects: [...objects, added] }).digest, one.digest);
    const rewritten = objects.map((object, n) => (n === 0 ? { ...object, version: 'rewritten' } : object));
    assert.strictEqual(
      makeManifest({ ...settings, objects: rewritten }).digest === one.digest,
      objects.length === 0,
    );
  });

  it.prop('lists its objects by event time, then key', [seeds], ([given]) => {
    const { objects } = makeManifest({ ...settings, objects: objectsOf(given) });
    for (const [index, object] of objects.entries()) {
      const before = objects[index - 1];
      if (!before) continue;
      assert.isTrue(
        before.eventTimeMs < object.eventTimeMs ||
          (before.eventTimeMs === object.eventTimeMs && before.key <= object.key),
      );
    }
  });

  it.prop('reads back as it was written', [seeds, few], ([given, attempt]) => {
    const manifest = makeManifest({ ...settings, objects: objectsOf(given), attempt: attempt + 1 });
    assert.deepStrictEqual(decodeManifest(encodeManifest(manifest)), manifest);
  });

  it('keeps its id for ever', () => {
    const manifest = makeManifest({ ...settings, objects: objectsOf([[0, 1, 2]]) });
    assert.strictEqual(manifest.batchId, '20260307-47858a0c3f5d-a1');
    assert.strictEqual(makeManifest({ ...settings, objects: [] }).batchId, '20260307-e3b0c44298fc-a1');
  });

  it('has an id that does not depend on sizes, times or the contract', () => {
    const [object] = objectsOf([[0, 1, 2]]);
    if (!object) return;
    const changed = makeManifest({
      ...settings,
      contract: { name: 'other', version: 9 },
      createdAt: '2030-01-01T00:00:00.000Z',
      objects: [{ ...object, sizeBytes: 5, eventTimeMs: 99 }],
    });
    assert.strictEqual(changed.batchId, makeManifest({ ...settings, objects: [object] }).batchId);
  });

  it('gets a new id with every attempt, and keeps its digest', () => {
    const first = makeManifest({ ...settings, objects: objectsOf([[0, 0, 0]]) });
    const second = nextAttempt(first, '2026-03-07T13:00:00.000Z');
    assert.strictEqual(second.batchId, first.batchId.replace(/-a1$/, '-a2'));
    assert.deepStrictEqual(
      { ...second, batchId: '', attempt: 1, createdAt: '' },
      { ...first, batchId: '', createdAt: '' },
    );
    assert.strictEqual(nextAttempt(second, settings.createdAt).attempt, 3);
  });
});

describe('a broken manifest', () => {
  const manifest = makeManifest({
    ...settings,
    objects: objectsOf([
      [0, 0, 0],
      [1, 1, 1],
    ]),
  });
  const broken: readonly (readonly [what: string, text: string, says: RegExp])[] = [
    ['cut short', encodeManifest(manifest).slice(0, 50), /not JSON/],
    ['of another kind', '[]', /should be a JSON object, not \[\]/],
    ['without a field', JSON.stringify({ ...manifest, createdAt: undefined }), /"createdAt".*missing/],
    [
      'with a bad date',
      JSON.stringify({ ...manifest, ingestDate: '7.3.2026' }),
      /"ingestDate".*"7\.3\.2026"/,
    ],
    [
      'with a bad contract',
      JSON.stringify({ ...manifest, contract: { name: 'x', version: '1' } }),
      /"contract\.version".*"1"/,
    ],
    ['without a list', JSON.stringify({ ...manifest, objects: {} }), /"objects" should be a list/],
    [
      'with a bad object',
      JSON.stringify({
        ...manifest,
        objects: [manifest.objects[0], { ...manifest.objects[1], sizeBytes: -1 }],
      }),
      /"objects\[1\]\.sizeBytes".*-1/,
    ],
    [
      'with an object missing',
      JSON.stringify({ ...manifest, objects: [manifest.objects[0]] }),
      /"digest" should be/,
    ],
    ['with another id', JSON.stringify({ ...manifest, batchId: 'x' }), /"batchId" should be .*"x"/],
  ];
  it.each(broken)('%s names what is wrong', (_what, text, says) => {
    assert.throws(() => decodeManifest(text), BrokenDocument, says);
  });
});
