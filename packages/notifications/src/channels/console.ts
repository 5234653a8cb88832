import type { Writable } from 'node:stream';
import { Effect, Layer } from 'effect';
import { NotificationError } from '../errors.ts';
import { Notifier } from '../notifier.ts';
import { renderText } from '../text.ts';

/** Where the console channel writes. */
export interface ConsoleOptions {
  readonly stream: Writable;
}

/** Writes each message's text to a stream, and leaves the stream open. */
export function consoleNotifierTo(options: ConsoleOptions): Layer.Layer<Notifier> {
  return Layer.succeed(Notifier, notifierTo(options.stream));
}

/** Writes each message's text to standard error, so that standard output stays free for a command's result. */
export const consoleNotifier: Layer.Layer<Notifier> = Layer.sync(Notifier, () => notifierTo(process.stderr));

function notifierTo(stream: Writable): Notifier['Service'] {
  return Notifier.of({ notify: (message) => writeTo(stream, renderText(message).body) });
}

function writeTo(stream: Writable, text: string): Effect.Effect<void, NotificationError> {
  return Effect.callback((resume) => {
    // A stream reports a failed write twice, to the callback and as an event; unheard, the event ends the process.
    const fail = (cause: Error) => {
      resume(
        Effect.fail(
          new NotificationError({
            channel: 'console',
            retryable: false,
            nextStep: 'Check where the output of this command goes.',
            cause,
          }),
        ),
      );
    };
    stream.once('error', fail);
    stream.write(text, (error) => {
      if (error) {
        fail(error);
      } else {
        stream.off('error', fail);
        resume(Effect.void);
      }
    });
  });
}
