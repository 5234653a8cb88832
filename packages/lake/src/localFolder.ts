import { Effect, Layer } from 'effect';
import type { LakeError } from './errors.ts';
import { ObjectStore } from './objectStore.ts';

/** Keeps objects in a folder, which it makes if need be. Fails in one sentence if the folder cannot be used. */
export function localFolder(path: string): Layer.Layer<ObjectStore, LakeError> {
  return Layer.effect(ObjectStore, Effect.die(new Error(`Not there yet: ${path}`)));
}
