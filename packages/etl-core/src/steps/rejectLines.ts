import { Effect, Stream } from 'effect';

/** Moves the line numbers of rejects: no text inside a reject's JSON can look like the end of one. */
export function shiftLines(rejects: string, by: number): string {
  if (by === 0) return rejects;
  return rejects.replace(/"line":(\d+)\}\n/g, (_, line: string) => `"line":${Number(line) + by}}\n`);
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
    Stream.map((line) => (line.startsWith(ofObject) ? shiftLines(`${line}\n`, moved.by) : `${line}\n`)),
    Stream.rechunk(1024),
    Stream.chunks,
    Stream.runForEach((lines) => write(Buffer.from(lines.join('')))),
  );
}
