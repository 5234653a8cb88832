import { Effect } from 'effect';
import { BrokenDocument } from './document.ts';
import { LakeError } from './errors.ts';

/** Decodes a small object of ours; a broken one fails with reason `Corrupt` and says which field. */
export function decodeObject<A>(
  key: string,
  bytes: Uint8Array,
  decode: (text: string) => A,
): Effect.Effect<A, LakeError> {
  return Effect.suspend(() => {
    try {
      return Effect.succeed(decode(new TextDecoder().decode(bytes)));
    } catch (cause) {
      // Anything else is a bug of ours, and dies.
      if (!(cause instanceof BrokenDocument)) throw cause;
      const message = `"${key}" cannot be used: ${cause.message}. Restore it from a backup, or remove it if nothing needs it.`;
      return Effect.fail(new LakeError({ reason: 'Corrupt', key, message, cause }));
    }
  });
}
