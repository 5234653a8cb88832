import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingMessage,
  request as httpRequest,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Emulator } from '../moto.ts';
import { sdkEnvironment } from '../sdkEnvironment.ts';
import { errorAnswer, type Fault, renderError } from './fault.ts';
import { type ServiceCall, serviceCallOf } from './serviceCall.ts';

/** A call that came to the proxy, and the fault it met there, if any. */
export interface RecordedCall extends ServiceCall {
  readonly fault?: Fault;
}

/** Which calls meet a fault. */
export interface FaultRule {
  /** `s3:GetObject`, or `s3:*` for every call of a service, or what decides by the call. */
  readonly call: string | ((call: ServiceCall) => boolean);
  readonly fault: Fault;
  /** The first of these calls that meets it, counted from 1 since the rule was given. Default: 1. */
  readonly nth?: number;
  /** How many of them in a row meet it. Default: 1; `Infinity` for all from there on. */
  readonly times?: number;
}

/** A proxy before a server that answers as AWS does. */
export interface FaultProxy extends Emulator {
  /** Every call since the start or the last `reset`, in the order in which they came. */
  readonly calls: readonly RecordedCall[];
  /** Adds a rule. Of several that hold for a call, the one given first decides. */
  readonly inject: (rule: FaultRule) => void;
  /** Forgets the rules and the calls. */
  readonly reset: () => void;
}

/** Starts a proxy that passes calls on to a server such as moto's, records them, and lets chosen ones go wrong. */
export async function startFaultProxy({
  endpoint: target,
}: {
  readonly endpoint: string;
}): Promise<FaultProxy> {
  const calls: RecordedCall[] = [];
  let rules: Array<FaultRule & { met: number }> = [];
  const agent = new Agent({ keepAlive: true });

  const faultFor = (call: ServiceCall): Fault | undefined => {
    // Every rule counts, so that what one rule does to a call does not shift the others.
    const holding = rules
      .filter(({ call: wanted }) => isMeant(wanted, call))
      .filter((rule) => {
        const { nth = 1, times = 1 } = rule;
        rule.met++;
        return rule.met >= nth && rule.met < nth + times;
      });
    return holding[0]?.fault;
  };

  const server = createServer((request, response) => {
    void serve(request, response).catch(() => response.destroy());
  });
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const { method = 'GET', url = '/', headers } = request;
    const call = serviceCallOf({ method, url, headers, body });
    const fault = faultFor(call);
    calls.push(fault === undefined ? call : { ...call, fault });
    if (fault === 'timeout') return;
    const error = fault && errorAnswer(fault, call);
    if (error !== undefined) {
      const { headers: errorHeaders, body: text } = renderError(error, call);
      response.writeHead(error.status, errorHeaders).end(method === 'HEAD' ? undefined : text);
      return;
    }
    if (typeof fault === 'object' && 'delayMs' in fault) await sleep(fault.delayMs);
    const answer = await passOn(new URL(url, target), request, body, agent);
    if (fault === 'lost-answer') {
      answer.resume();
      await once(answer, 'end');
      response.destroy();
      return;
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    if (fault === 'cut') await cutAnswer(answer, response);
    else answer.pipe(response);
  };

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    environment: sdkEnvironment(endpoint),
    calls,
    inject: (rule) => void rules.push({ ...rule, met: 0 }),
    reset: () => {
      rules = [];
      calls.length = 0;
    },
    stop: async () => {
      agent.destroy();
      await close(server);
    },
  };
}

function isMeant(wanted: FaultRule['call'], call: ServiceCall): boolean {
  return typeof wanted === 'string' ? wanted === call.name || wanted === `${call.service}:*` : wanted(call);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function passOn(url: URL, from: IncomingMessage, body: Buffer, agent: Agent): Promise<IncomingMessage> {
  const { 'transfer-encoding': _, ...headers } = from.headers;
  const onward = httpRequest(url, {
    agent,
    method: from.method ?? 'GET',
    headers: { ...headers, 'content-length': body.length },
  });
  onward.end(body);
  const [answer] = (await once(onward, 'response')) as [IncomingMessage];
  return answer;
}

/** Sends half of the body, or of a body too small for that nothing, and cuts the connection. */
async function cutAnswer(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(answer);
  const half = body.subarray(0, Math.floor(body.length / 2));
  if (half.length === 0) response.flushHeaders();
  else await new Promise((resolve) => response.write(half, resolve));
  response.destroy();
}

async function close(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
