import {
  type Emulator,
  type Fault,
  type FaultProxy,
  motoProblem,
  type ServiceCall,
  startFaultProxy,
  startMoto,
} from '@sales/emulators';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { Effect, Exit } from 'effect';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LakeError, type LakeErrorReason, ObjectStore } from '../../src/index.ts';
import { s3Bucket } from '../../src/s3/index.ts';
import { type BucketContent, contentOf, directClient, newBucket, shortened } from './bucket.ts';
import { before, type Operation, operations } from './operations.ts';

const problem = motoProblem();

/** What passes when a call is made again. */
const passing: Readonly<Record<string, Fault>> = {
  'is throttled': 'throttle',
  'meets an internal error': 'internal-error',
  'gets no answer': 'timeout',
  'loses its answer': 'lost-answer',
  'is cut in its answer': 'cut',
  'is answered late': { delayMs: 150 },
  'meets a conflict': { status: 409, code: 'ConditionalRequestConflict' },
};

/** What stays, however often a call is made: the reason, and the words that people are told. */
const staying: ReadonlyArray<readonly [name: string, Fault, LakeErrorReason, RegExp]> = [
  ['access denied', 'access-denied', 'Permission', /not authorized .*; grant this role s3:\w+/],
  [
    'expired credentials',
    'expired-token',
    'Credentials',
    /have expired \(ExpiredToken\); renew them \(with `aws sso login`, say\)/,
  ],
  [
    'a missing bucket',
    'not-found',
    'NoBucket',
    /there is no such bucket \(NoSuchBucket\); check its name with `aws s3 ls`/,
  ],
  [
    'a bucket of another region',
    { status: 301, code: 'PermanentRedirect', headers: { 'x-amz-bucket-region': 'eu-west-1' } },
    'WrongRegion',
    /the bucket is in eu-west-1; set AWS_REGION=eu-west-1 and run again/,
  ],
  [
    'a clock that is wrong',
    { status: 403, code: 'RequestTimeTooSkewed' },
    'Credentials',
    /clock is wrong by more than 15 minutes .*; set it/,
  ],
];

/** Which call of an operation meets which fault, how many times. */
interface Rule {
  readonly call: string;
  readonly fault: Fault;
  readonly times?: number;
}

describe.skipIf(problem)(`a call to S3, in a proxy before ${problem ?? 'moto'},`, () => {
  let moto: Emulator;
  let proxy: FaultProxy;
  beforeAll(async () => {
    moto = await startMoto();
    proxy = await startFaultProxy(moto);
  });
  afterAll(async () => {
    await proxy.stop();
    await moto.stop();
  });

  /** Runs an operation on a lake of its own, once for each rule, while a call meets the rule's fault. */
  async function runWith(operation: Operation, rules: readonly (Rule | undefined)[]) {
    const options = await newBucket(moto.endpoint);
    const { bucket } = options;
    await fill(moto.endpoint, bucket);
    const isHere = ({ path }: ServiceCall) => path.startsWith(`/${bucket}`);
    const exits: Exit.Exit<unknown, unknown>[] = [];
    const program = Effect.gen(function* () {
      const lake = yield* ObjectStore;
      for (const rule of rules) {
        let isOver = false;
        if (rule !== undefined) {
          const { call: wanted, ...rest } = rule;
          const call = (call: ServiceCall) =>
            !isOver && isHere(call) && (wanted === 's3:*' || call.name === wanted);
          proxy.inject({ ...rest, call });
        }
        exits.push(yield* Effect.exit(operation.run(lake)));
        isOver = true;
      }
    });
    // Short only where it is waited for: a busy machine may be slow to answer.
    const idleTimeoutMs = rules.some((rule) => rule?.fault === 'timeout') ? 2000 : 60_000;
    const lake = s3Bucket({ ...options, endpoint: proxy.endpoint, idleTimeoutMs });
    await Effect.runPromise(Effect.provide(program, lake));
    const met = proxy.calls.filter((call) => isHere(call) && call.fault !== undefined).length;
    return { bucket, exits, met, content: await contentOf(moto.endpoint, bucket) };
  }

  const undisturbed = new Map<
    Operation,
    Promise<{ readonly answer: unknown; readonly content: BucketContent }>
  >();

  /** What an operation answers and leaves when nothing goes wrong. */
  function expectedOf(operation: Operation) {
    const known = undisturbed.get(operation);
    if (known !== undefined) return known;
    const made = runWith(operation, [undefined]).then(({ exits: [exit], content }) => {
      if (exit === undefined || Exit.isFailure(exit))
        throw new Error(`It fails by itself: ${String(exit?.cause)}`);
      return { answer: exit.value, content };
    });
    undisturbed.set(operation, made);
    return made;
  }

  const untouched = Object.fromEntries(Object.entries(before).map(([key, text]) => [key, shortened(text)]));
  const calls = Object.entries(operations).flatMap(([name, operation]) =>
    operation.calls.map((call) => [name, call, operation] as const),
  );

  describe.concurrent.each(calls)('as part of %s, %s,', (_, call, operation) => {
    // What changes nothing can meet one fault after the other in the same lake.
    const isReading = operation.action === 'list' || operation.action === 'read';
    const faults = Object.entries(passing);
    const groups = isReading ? [faults] : faults.map((fault) => [fault]);
    test.each(groups.map((group) => [group.map(([name]) => name).join(', '), group] as const))(
      'that %s is made good',
      async (_, group) => {
        const { answer, content } = await expectedOf(operation);
        const rules = group.map(([, fault]) => ({ call: `s3:${call}`, fault }));
        const disturbed = await runWith(operation, rules);
        expect(disturbed.met).toBe(rules.length);
        expect(disturbed.exits).toEqual(rules.map(() => Exit.succeed(answer)));
        expect(disturbed.content.objects).toEqual(content.objects);
        // An upload that S3 has begun and whose name never came here stays, unseen; `removePrefix` removes it.
        const isOrphaned =
          call === 'CreateMultipartUpload' && /loses|is cut/.test(group.map(([name]) => name).join());
        expect(disturbed.content.uploads).toBe(isOrphaned ? 1 : 0);
        // Nothing doubled, but for what S3 is told to write again with the same content.
        const { versions } = disturbed.content;
        expect(operation.mayRepeat ? content.versions : versions).toEqual(content.versions);
      },
    );

    test('that meets what stays fails at once, in one sentence', async () => {
      // HEAD has no body to say what is wrong in: the call that follows it tells.
      const named = call === 'HeadObject' ? 's3:*' : `s3:${call}`;
      const rules = staying.map(([, fault]) => ({ call: named, fault, times: Infinity }));
      const disturbed = await runWith(operation, rules);
      for (const [index, [name, , reason, words]] of staying.entries()) {
        const error = failureOf(disturbed.exits[index]);
        expect([name, error]).toMatchObject([name, { _tag: 'LakeError', key: operation.key, reason }]);
        expect(error.message).toMatch(words);
        mustBeOneSentence(error, operation, disturbed.bucket);
      }
      expect(disturbed.content.objects).toEqual(untouched);
      expect(disturbed.content.uploads).toBe(0);
    });

    test('that never succeeds fails in one sentence, and nothing half-done is seen', async () => {
      const rule = { call: `s3:${call}`, fault: 'throttle', times: Infinity } as const;
      const disturbed = await runWith(operation, [rule]);
      const error = failureOf(disturbed.exits[0]);
      expect(error.reason).toBe('Unavailable');
      mustBeOneSentence(error, operation, disturbed.bucket);
      // What a HEAD would only have told of is there, whole.
      const { objects } =
        call === 'HeadObject'
          ? await expectedOf(operation).then(({ content }) => content)
          : { objects: untouched };
      expect(disturbed.content.objects).toEqual(objects);
      expect(disturbed.content.uploads).toBe(0);
    });
  });
});

function failureOf(exit: Exit.Exit<unknown, unknown> | undefined): LakeError {
  const error =
    exit !== undefined && Exit.isFailure(exit)
      ? exit.cause.reasons.map((reason) => ('error' in reason ? reason.error : reason))[0]
      : exit;
  if (!(error instanceof LakeError)) throw new Error(`It did not fail with a LakeError: ${String(error)}`);
  return error;
}

function mustBeOneSentence(error: LakeError, { action, key }: Operation, bucket: string): void {
  expect(error.message).toMatch(/^Cannot [^;.]*.*: [^;]+; [^;]+\.$/);
  expect(error.message).toContain(`Cannot ${action} "${key}" in the bucket ${bucket}: `);
}

/** Puts what is there before, past the lake. */
async function fill(endpoint: string, bucket: string): Promise<void> {
  const client = directClient(endpoint);
  for (const [Key, Body] of Object.entries(before)) {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
  }
  client.destroy();
}
