/** Turns an asynchronous iterable of bytes into another one, as decompression does. */
type Transform = (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** Takes bytes piece by piece, gives them through a transform to a consumer, and waits until they are consumed. */
export interface Feed {
  readonly push: (chunk: Uint8Array) => Promise<void>;
  /** Says that no more bytes come; settles when all are consumed. */
  readonly end: () => Promise<void>;
}

/** Opens a feed. What the transform or the consumer throws is thrown by the next call, and by every one after it. */
export function openFeed(transform: Transform, consume: (chunk: Uint8Array) => void): Feed {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const consumed = (async () => {
    for await (const chunk of transform(readable)) consume(chunk);
  })();
  // Told to the caller by `push` or `end`; without this the process would end when neither is called any more.
  consumed.catch((error: unknown) => writer.abort(error).catch(ignore));
  return {
    async push(chunk) {
      await Promise.race([writer.ready, consumed]);
      writer.write(chunk).catch(ignore);
    },
    async end() {
      writer.close().catch(ignore);
      await consumed;
    },
  };
}

function ignore(): void {}
