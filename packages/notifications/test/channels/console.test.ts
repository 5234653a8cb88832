import { PassThrough, Writable } from 'node:stream';
import { it } from '@effect/vitest';
import { Effect } from 'effect';
import { describe, expect, vi } from 'vitest';
import {
  consoleNotifier,
  consoleNotifierTo,
  NotificationError,
  Notifier,
  renderText,
  silentNotifier,
} from '../../src/index.ts';
import { runMessage } from '../runMessage.ts';

const notify = Notifier.use((notifier) => notifier.notify(runMessage()));

describe('the console channel', () => {
  it.effect('writes the text, and leaves the stream open for the next message', () =>
    Effect.gen(function* () {
      const stream = new PassThrough();
      yield* Effect.andThen(notify, notify).pipe(Effect.provide(consoleNotifierTo({ stream })));
      const { body } = renderText(runMessage());
      expect(String(stream.read())).toBe(body + body);
      expect(stream.writable).toBe(true);
      expect(stream.listenerCount('error')).toBe(0);
    }),
  );

  it.effect('writes to standard error where no stream is given', () =>
    Effect.gen(function* () {
      const written: string[] = [];
      const stderr = vi.spyOn(process.stderr, 'write').mockImplementation(((
        text: string,
        done: () => void,
      ) => {
        written.push(text);
        done();
        return true;
      }) as typeof process.stderr.write);
      yield* notify.pipe(
        Effect.provide(consoleNotifier),
        Effect.ensuring(Effect.sync(() => stderr.mockRestore())),
      );
      expect(written).toEqual([renderText(runMessage()).body]);
    }),
  );

  it.effect('fails with the reason where the stream is broken, and the process lives on', () =>
    Effect.gen(function* () {
      const stream = new Writable({ write: (_chunk, _encoding, done) => done(new Error('write EPIPE')) });
      const error = yield* notify.pipe(Effect.provide(consoleNotifierTo({ stream })), Effect.flip);
      expect(error).toBeInstanceOf(NotificationError);
      expect(error).toMatchObject({ channel: 'console', retryable: false });
      expect(error.message).toBe(
        'The message about the run could not be sent by console: write EPIPE. Check where the output of this command goes.',
      );
    }),
  );
});

it.effect('the silent channel takes every message and writes nothing', () =>
  Effect.gen(function* () {
    const stderr = vi.spyOn(process.stderr, 'write');
    yield* notify.pipe(Effect.provide(silentNotifier));
    expect(stderr).not.toHaveBeenCalled();
    stderr.mockRestore();
  }),
);
