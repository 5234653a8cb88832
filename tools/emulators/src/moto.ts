import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { motoProblem, motoPython } from './motoEnvironment.ts';
import { sdkEnvironment } from './sdkEnvironment.ts';

/** A server on loopback that answers as AWS does. */
export interface Emulator {
  /** `http://127.0.0.1:<port>`. */
  readonly endpoint: string;
  /** What `sdkEnvironment` says for this endpoint. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

export interface MotoOptions {
  /** CloudFormation takes resources that moto cannot make, too: as records that have a name and an ARN, no more. */
  readonly everyResource?: boolean;
  /** Settings of moto's own, such as `MOTO_S3_DEFAULT_MAX_KEYS`, the length of a page of S3's listings. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Starts a moto server that has nothing yet, on a port that the system chooses. It answers for every service that moto
 * knows, keeps all in memory, and ends with this process at the latest.
 */
export async function startMoto({
  everyResource = false,
  environment = {},
}: MotoOptions = {}): Promise<Emulator> {
  const problem = motoProblem();
  if (problem !== undefined) throw new Error(`${problem}.`);
  const program = join(import.meta.dirname, 'moto_server.py');
  const child = spawn(motoPython, [program, ...(everyResource ? ['--every-resource'] : [])], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      PYTHONDONTWRITEBYTECODE: '1',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...environment,
    },
  });
  const ended = once(child, 'exit');
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = `${complaints}${text}`.slice(-4000);
  });
  const line = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]);
  if (child.exitCode !== null) throw new Error(`moto did not start:\n${complaints}`);
  const { port } = JSON.parse(String(line[0])) as { readonly port: number };
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    endpoint,
    environment: sdkEnvironment(endpoint),
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}
