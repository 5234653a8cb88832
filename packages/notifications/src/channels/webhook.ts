import { Effect, Layer, Redacted } from 'effect';
import { NotificationError } from '../errors.ts';
import { renderJson } from '../json.ts';
import type { RunMessage } from '../message.ts';
import { Notifier } from '../notifier.ts';
import { renderText } from '../text.ts';
import { retried } from './retries.ts';

/** Where messages are posted to. */
export interface WebhookOptions {
  /** HTTPS, or HTTP on this machine. Who knows it can write to the channel, so no error shows more of it than its host. */
  readonly url: Redacted.Redacted;
  /** How long one try may take; 10 s unless told. */
  readonly timeoutMs?: number;
  /** How often a message is sent in all, while that may help; 4 unless told. */
  readonly tries?: number;
}

/**
 * Posts each message as one JSON object: what `renderJson` gives, with the text for people as `subject` and `text`, the
 * field that chat services show.
 */
export function webhook(options: WebhookOptions): Layer.Layer<Notifier> {
  const { timeoutMs = 10_000, tries = 4 } = options;
  const url = URL.parse(Redacted.value(options.url));
  return Layer.succeed(
    Notifier,
    Notifier.of({
      notify: Effect.fn('Notifier.webhook')((message: RunMessage) =>
        url === null || !isSafe(url)
          ? Effect.fail(failure(new Error('its URL is not one'), unsafe))
          : retried(post(url, bodyOf(message), timeoutMs), { tries }),
      ),
    }),
  );
}

const unsafe =
  'Give it an https:// URL, or http:// on this machine, without user and password: put the secret into the path.';

function isSafe({ protocol, hostname, username, password }: URL): boolean {
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return (protocol === 'https:' || (protocol === 'http:' && isLocal)) && `${username}${password}` === '';
}

function bodyOf(message: RunMessage): string {
  const { subject, body } = renderText(message);
  return JSON.stringify({ subject, text: body, ...(JSON.parse(renderJson(message)) as object) });
}

function post(url: URL, body: string, timeoutMs: number): Effect.Effect<void, NotificationError> {
  return Effect.tryPromise({
    try: async (signal) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        // Followed, it could show the message, or the secret, to another host.
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      await response.body?.cancel();
      return response.status;
    },
    catch: (cause) => failure(new Error(`${url.host} ${reasonOf(cause, timeoutMs)}`), tryAgain, true),
  }).pipe(
    Effect.flatMap((status) =>
      status >= 200 && status < 300
        ? Effect.void
        : Effect.fail(
            failure(new Error(`${url.host} answered ${status}`), nextStep(status), isTransient(status)),
          ),
    ),
  );
}

const tryAgain = 'Check that the host can be reached from here, and send the message again.';

function nextStep(status: number): string {
  if (isTransient(status)) return 'Send the message again later.';
  return status >= 300 && status < 400
    ? 'Give the URL that it redirects to.'
    : 'Check the URL, as the channel shows it, and put it into its secret.';
}

function isTransient(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

/** Says why nothing was answered, without anything that could hold the URL. */
function reasonOf(cause: unknown, timeoutMs: number): string {
  if ((cause as Error).name === 'TimeoutError') return `did not answer within ${timeoutMs} ms`;
  const { code } = ((cause as Error).cause ?? {}) as { readonly code?: string };
  return `could not be reached${code === undefined ? '' : ` (${code})`}`;
}

function failure(cause: Error, nextStep: string, retryable = false): NotificationError {
  return new NotificationError({ channel: 'webhook', retryable, nextStep, cause });
}
