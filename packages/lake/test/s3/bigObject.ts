/**
 * A process of its own that writes an object of so many bytes and reads it again, and prints what came of it as JSON:
 * `bigObject.ts <options of the bucket as JSON> <bytes>`.
 */
import { createHash } from 'node:crypto';
import { Effect } from 'effect';
import { ObjectStore, writeObject } from '../../src/index.ts';
import { s3Bucket, type S3BucketOptions } from '../../src/s3/index.ts';

const options = JSON.parse(process.argv[2] ?? '') as S3BucketOptions;
const pieces = Number(process.argv[3]) >> 20;

const peakMib = () => Math.round(process.resourceUsage().maxRSS / 1024);
const [written, read] = [createHash('md5'), createHash('md5')];
const program = Effect.gen(function* () {
  const lake = yield* ObjectStore;
  // Loaded and connected.
  yield* lake.put('small', 'x');
  const before = peakMib();
  const piece = new Uint8Array(1 << 20);
  yield* writeObject(
    'big',
    Effect.fnUntraced(function* (write) {
      for (let index = 0; index < pieces; index++) {
        // The same buffer each time, as a writer may do once its bytes were taken.
        piece.fill(index % 251);
        written.update(piece);
        yield* write(piece);
      }
    }),
  );
  const writing = peakMib() - before;
  const chunks = yield* lake.stream('big');
  yield* Effect.promise(async () => {
    for await (const chunk of chunks) read.update(chunk);
  });
  return { before, writing, reading: peakMib() - before - writing };
});
const grown = await Effect.runPromise(Effect.provide(program, s3Bucket(options)));
console.log(JSON.stringify({ ...grown, isSame: written.digest('hex') === read.digest('hex') }));
