import { Context, Effect, Layer, Result } from 'effect';
import { NotificationError } from '../errors.ts';
import { Notifier } from '../notifier.ts';

/**
 * Sends each message to all channels at once. One that fails stops none of the others; when all have ended, the
 * message fails with what every failed one says. Sent again, it also goes again to those that had taken it.
 */
export function severalNotifiers(channels: readonly Layer.Layer<Notifier>[]): Layer.Layer<Notifier> {
  return Layer.effect(
    Notifier,
    Effect.gen(function* () {
      const notifiers = yield* Effect.forEach(channels, (channel) =>
        Effect.map(Layer.build(channel), (context) => Context.get(context, Notifier)),
      );
      return Notifier.of({
        notify: Effect.fn('Notifier.notify')(function* (message) {
          const results = yield* Effect.forEach(
            notifiers,
            (notifier) => Effect.result(notifier.notify(message)),
            { concurrency: 'unbounded' },
          );
          const failures = results.filter(Result.isFailure).map(({ failure }) => failure);
          const [first, ...others] = failures;
          if (first === undefined) return;
          if (others.length === 0) return yield* first;
          return yield* new NotificationError({
            channel: failures.map(({ channel }) => channel).join(' and '),
            retryable: failures.some(({ retryable }) => retryable),
            nextStep: '',
            cause: new Error(failures.map(({ message }) => message).join(' ')),
          });
        }),
      });
    }),
  );
}
