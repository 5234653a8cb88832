import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Effect, Redacted } from 'effect';
import { afterEach, describe, expect, it } from 'vitest';
import { NotificationError, Notifier, renderText, webhook, type WebhookOptions } from '../../src/index.ts';
import { runMessage } from '../runMessage.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const answers =
  (status: number): Answer =>
  (_, response) =>
    response.writeHead(status).end();
const cut: Answer = (request) => request.socket.destroy();
const silence: Answer = () => undefined;

let close: (() => void) | undefined;
afterEach(() => close?.());

/** Starts a server that gives these answers in turn, the last one ever after. */
async function startServer(...inTurn: readonly Answer[]) {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      bodies.push(body);
      (inTurn[bodies.length - 1] ?? inTurn.at(-1)!)(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hooks/s3cr3t?token=s3cr3t`, host: `127.0.0.1:${port}`, bodies };
}

const send = (url: string, options: Omit<WebhookOptions, 'url'> = {}) =>
  Effect.runPromise(
    Notifier.use((notifier) => notifier.notify(runMessage())).pipe(
      Effect.provide(webhook({ url: Redacted.make(url), ...options })),
    ),
  );
const failureOf = (url: string, options: Omit<WebhookOptions, 'url'> = {}): Promise<NotificationError> =>
  send(url, options).then(
    () => expect.fail('the message was sent'),
    (error: NotificationError) => error,
  );

describe('the webhook channel', () => {
  it('posts one JSON object, with the text for people', async () => {
    const { url, bodies } = await startServer(answers(204));
    await send(url);
    const { subject, body } = renderText(runMessage());
    expect(bodies.map((text) => JSON.parse(text))).toEqual([
      expect.objectContaining({ subject, text: body, outcome: 'succeeded', totalAmountCents: '12345678' }),
    ]);
  });

  it.each([
    ['500', answers(500)],
    ['429', answers(429)],
    ['503', answers(503)],
    ['a cut', cut],
    ['silence', silence],
  ])('tries again after %s', async (_, fault) => {
    const { url, bodies } = await startServer(fault, answers(200));
    await send(url, { timeoutMs: 200 });
    expect(bodies).toHaveLength(2);
  });

  it.each([
    [400, 1],
    [404, 1],
    [302, 1],
    [500, 3],
  ])('gives up on %i after %i tries, and says which host and what to do', async (status, tries) => {
    const { url, host, bodies } = await startServer(answers(status));
    const error = await failureOf(url, { tries: 3 });
    expect(bodies).toHaveLength(tries);
    expect(error).toBeInstanceOf(NotificationError);
    expect(error.message).toContain(`could not be sent by webhook: ${host} answered ${status}. `);
    expect(error.retryable).toBe(status === 500);
  });

  it('shows its secret in no error', async () => {
    const { url } = await startServer(cut);
    const cases = [
      failureOf(url, { tries: 1 }),
      failureOf('https://user:s3cr3t@example.com/s3cr3t'),
      failureOf('http://example.com/s3cr3t'),
      failureOf('s3cr3t'),
      failureOf('http://127.0.0.1:1/s3cr3t', { tries: 1 }),
    ];
    for (const error of await Promise.all(cases)) {
      expect(error).toBeInstanceOf(NotificationError);
      expect(`${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain(
        's3cr3t',
      );
    }
  });

  it('goes over HTTPS, or stays on this machine', async () => {
    for (const url of ['http://example.com/x', 'ftp://127.0.0.1/x', 'not a URL'])
      expect((await failureOf(url)).message).toMatch(/Give it an https:\/\/ URL/);
  });
});
