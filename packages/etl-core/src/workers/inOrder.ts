import { Effect, Semaphore } from 'effect';

/** Takes results as they are ready and hands them on in the order of their numbers. */
export interface InOrder<A, E> {
  /** Waits until number `index` may be worked on: not too far ahead of what was handed on. */
  readonly enter: Effect.Effect<void>;
  readonly deliver: (index: number, result: A) => Effect.Effect<void, E>;
}

/** Makes an order in which at most `ahead` numbers are entered and not yet handed on. Enter them in order. */
export const inOrder = Effect.fnUntraced(function* <A, E, R>(
  ahead: number,
  handOn: (result: A) => Effect.Effect<void, E, R>,
) {
  const context = yield* Effect.context<R>();
  const room = yield* Semaphore.make(ahead);
  const turn = yield* Semaphore.make(1);
  const waiting = new Map<number, A>();
  let next = 0;

  const order: InOrder<A, E> = {
    enter: Effect.asVoid(room.take(1)),
    deliver: (index, result) =>
      turn
        .withPermits(1)(
          Effect.gen(function* () {
            waiting.set(index, result);
            for (let ready = waiting.get(next); ready !== undefined; ready = waiting.get(next)) {
              waiting.delete(next++);
              yield* handOn(ready);
              yield* room.release(1);
            }
          }),
        )
        .pipe(Effect.provide(context)),
  };
  return order;
});
