import { kernel, type Place } from './kernel.ts';

/** Memory of the kernel for one task. 16 bytes behind each of its pieces can be read and written too. */
export interface Scratch {
  readonly room: (size: number) => Place;
  /** Copies values in. */
  readonly put: (values: Int32Array | Uint32Array | BigInt64Array | Uint8Array) => Place;
  /** Looks at bytes until the next piece is taken. */
  readonly view: (at: Place, size: number) => Uint8Array;
  /** Copies bytes out. */
  readonly copy: (at: Place, size: number) => Uint8Array<ArrayBuffer>;
}

/** Runs a task with memory that is given back behind it. */
export function withScratch<A>(task: (scratch: Scratch) => A): A {
  const { allocate, release, memory } = kernel();
  const taken: Place[] = [];
  const room = (size: number): Place => {
    const at = allocate(size);
    taken.push(at);
    return at;
  };
  const view = (at: Place, size: number): Uint8Array<ArrayBuffer> => new Uint8Array(memory.buffer, at, size);
  try {
    return task({
      room,
      put({ buffer, byteOffset, byteLength }) {
        const at = room(byteLength);
        view(at, byteLength).set(new Uint8Array(buffer, byteOffset, byteLength));
        return at;
      },
      view,
      copy: (at, size) => view(at, size).slice(),
    });
  } finally {
    for (const at of taken) release(at);
  }
}
