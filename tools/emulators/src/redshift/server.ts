import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiError } from './errors.ts';

/** The operations of a service, by name. */
export type Operations = Readonly<Record<string, (input: never) => unknown>>;

/** An HTTP endpoint on loopback. */
export interface Endpoint {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves operations in the protocol of the Data API, AWS JSON 1.1, on a port that the system chooses or `port`. */
export async function serveJson(operations: Operations, port = 0): Promise<Endpoint> {
  const server = createServer((request, response) => {
    void answer(operations, request, response);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  operations: Operations,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [status, body] = await call(operations, request).then(
    (result): [number, unknown] => [200, result],
    (cause: unknown): [number, unknown] =>
      cause instanceof ApiError
        ? [cause.status, { __type: cause.type, message: cause.message, Message: cause.message }]
        : [500, { __type: 'InternalServerException', message: String(cause), Message: String(cause) }],
  );
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
}

async function call(operations: Operations, request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const name = String(request.headers['x-amz-target']).split('.').at(-1)!;
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation === undefined) throw new ApiError('UnknownOperationException', `${name} is not rehearsed.`);
  return operation(JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as never);
}
