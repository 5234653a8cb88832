import { Effect } from 'effect';

/** Waits for work that a signal can stop. Interrupted, it stops the work and waits until it has tidied up. */
export function abortable<A, E>(
  work: (signal: AbortSignal) => Promise<A>,
  onError: (error: unknown) => E,
): Effect.Effect<A, E> {
  return Effect.callback<A, E>((resume) => {
    const controller = new AbortController();
    const settled = work(controller.signal).then(
      (value) => resume(Effect.succeed(value)),
      (error: unknown) => resume(Effect.fail(onError(error))),
    );
    return Effect.promise(() => {
      controller.abort();
      return settled;
    });
  });
}
