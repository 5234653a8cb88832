/** Bytes that arrive in chunks, and that can be put back. */
export interface ByteQueue {
  /** Takes the next bytes, at least one; undefined at the end. Throws what the source throws. */
  readonly take: () => Promise<Uint8Array | undefined>;
  /** Puts bytes back in front of all others. */
  readonly putBack: (bytes: Uint8Array) => void;
  /** Lets the source go, whether or not it was read to its end. */
  readonly close: () => Promise<void>;
}

/** Starts to read chunks. */
export function byteQueue(chunks: AsyncIterable<Uint8Array>): ByteQueue {
  const iterator = chunks[Symbol.asyncIterator]();
  const returned: Uint8Array[] = [];
  return {
    async take() {
      const first = returned.pop();
      if (first !== undefined) return first;
      for (;;) {
        const next = await iterator.next();
        if (next.done === true) return undefined;
        if (next.value.length > 0) return next.value;
      }
    },
    putBack(bytes) {
      if (bytes.length > 0) returned.push(bytes);
    },
    async close() {
      await iterator.return?.();
    },
  };
}

/** Looks at the first bytes without taking them: at least `length`, if there are as many. */
export async function peek(queue: ByteQueue, length: number): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < length) {
    const next = await queue.take();
    if (next === undefined) break;
    head = Buffer.concat([head, next]);
  }
  queue.putBack(head);
  return head;
}
