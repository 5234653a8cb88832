import { Effect, Schedule } from 'effect';
import type { NotificationError } from '../errors.ts';

/** Tries again what may work a little later: ever later, and not all senders at the same time. */
export function retried<A>(
  send: Effect.Effect<A, NotificationError>,
  { tries }: { readonly tries: number },
): Effect.Effect<A, NotificationError> {
  const schedule = Schedule.min([Schedule.exponential('200 millis'), Schedule.spaced('5 seconds')]).pipe(
    Schedule.jittered,
    Schedule.upTo({ times: tries - 1 }),
    Schedule.setInputType<NotificationError>(),
    Schedule.while(({ input }) => input.retryable),
  );
  return Effect.retry(send, schedule);
}
