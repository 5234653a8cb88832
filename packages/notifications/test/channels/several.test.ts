import { it } from '@effect/vitest';
import { Effect, Layer } from 'effect';
import { describe, expect } from 'vitest';
import { NotificationError, Notifier, type RunMessage, severalNotifiers } from '../../src/index.ts';
import { runMessage } from '../runMessage.ts';

const taking = (taken: RunMessage[]) =>
  Layer.succeed(Notifier, Notifier.of({ notify: (message) => Effect.sync(() => void taken.push(message)) }));
const failing = (channel: string, retryable: boolean) =>
  Layer.succeed(
    Notifier,
    Notifier.of({
      notify: () =>
        Effect.fail(
          new NotificationError({ channel, retryable, nextStep: 'Do this.', cause: new Error('it broke') }),
        ),
    }),
  );
const notify = Notifier.use((notifier) => notifier.notify(runMessage()));

describe('several channels', () => {
  it.effect('all get each message', () =>
    Effect.gen(function* () {
      const [first, second]: [RunMessage[], RunMessage[]] = [[], []];
      yield* notify.pipe(Effect.provide(severalNotifiers([taking(first), taking(second)])));
      expect([first, second]).toEqual([[runMessage()], [runMessage()]]);
    }),
  );
  it.effect('go on where one fails, and then fail with what it says', () =>
    Effect.gen(function* () {
      const taken: RunMessage[] = [];
      const error = yield* notify.pipe(
        Effect.provide(severalNotifiers([failing('sns', false), taking(taken)])),
        Effect.flip,
      );
      expect(taken).toHaveLength(1);
      expect(error).toMatchObject({ channel: 'sns', retryable: false });
    }),
  );
  it.effect('say of each what failed', () =>
    Effect.gen(function* () {
      const error = yield* notify.pipe(
        Effect.provide(severalNotifiers([failing('sns', false), failing('webhook', true)])),
        Effect.flip,
      );
      expect(error).toMatchObject({ channel: 'sns and webhook', retryable: true });
      expect(error.message).toContain('could not be sent by sns: it broke. Do this.');
      expect(error.message).toContain('could not be sent by webhook: it broke. Do this.');
    }),
  );
});
