import { Effect, Stream } from 'effect';

const newline = 0x0a;
const colon = 0x3a;
/** Behind the digits of a reject's line stand a brace and a newline. */
const behindDigits = 2;
/** A number of a line has no more digits. */
const mostDigits = 16;

/** Moves the line numbers of rejects, which are the last thing in each; only whole lines of quarantine will do. */
export function shiftLines(rejects: Uint8Array, by: number): Uint8Array {
  if (by === 0) return rejects;
  const from = Buffer.from(rejects.buffer, rejects.byteOffset, rejects.length);
  let count = 0;
  for (let at = from.indexOf(newline); at >= 0; at = from.indexOf(newline, at + 1)) count++;
  const target = Buffer.allocUnsafeSlow(from.length + count * mostDigits);
  let end = 0;
  let start = 0;
  for (let at = from.indexOf(newline); at >= 0; at = from.indexOf(newline, start)) {
    const digits = from.lastIndexOf(colon, at) + 1;
    const line = Number(from.toString('latin1', digits, at + 1 - behindDigits));
    end += from.copy(target, end, start, digits);
    end += target.write(`${line + by}}\n`, end, 'latin1');
    start = at + 1;
  }
  return target.subarray(0, end);
}

/** Copies rejects, and moves the line numbers of those of one object. */
export function copyRejects<E, R, E2, R2>(
  rejects: Stream.Stream<Uint8Array, E, R>,
  moved: { readonly key: string; readonly by: number },
  write: (bytes: Uint8Array) => Effect.Effect<void, E2, R2>,
): Effect.Effect<void, E | E2, R | R2> {
  const ofObject = `{"source":${JSON.stringify(moved.key)},`;
  return rejects.pipe(
    Stream.decodeText,
    Stream.splitLines,
    Stream.map((line) => {
      const whole = Buffer.from(`${line}\n`);
      return line.startsWith(ofObject) ? shiftLines(whole, moved.by) : whole;
    }),
    Stream.rechunk(1024),
    Stream.chunks,
    Stream.runForEach((lines) => write(Buffer.concat(lines))),
  );
}
