import { Effect, Layer } from 'effect';
import { Notifier } from '../notifier.ts';

/** Drops every message: for runs that nobody waits for, and for tests. */
export const silentNotifier: Layer.Layer<Notifier> = Layer.succeed(
  Notifier,
  Notifier.of({ notify: () => Effect.void }),
);
