/** A place in a kernel's memory. */
export type Place = number;

/** A kernel whose memory is lent out; 16 bytes more than asked for can be read and written. */
export interface KernelMemory {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly allocate: (size: number) => Place;
  readonly release: (at: Place) => void;
}

/** Memory of a kernel for one task. */
export interface Scratch {
  readonly room: (size: number) => Place;
  /** Copies values in. */
  readonly put: (values: Int32Array | Uint32Array | BigInt64Array | Uint8Array) => Place;
  /** Looks at bytes until the next piece is taken. */
  readonly view: (at: Place, size: number) => Uint8Array;
  /** Copies bytes out. */
  readonly copy: (at: Place, size: number) => Uint8Array<ArrayBuffer>;
  /** Copies numbers of four bytes out. */
  readonly copyWords: (at: Place, count: number) => Uint32Array<ArrayBuffer>;
}

/** Runs a task with memory that is given back behind it. */
export function withScratch<A>(
  { allocate, release, memory }: KernelMemory,
  task: (scratch: Scratch) => A,
): A {
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
      copyWords: (at, count) => new Uint32Array(memory.buffer, at, count).slice(),
    });
  } finally {
    for (const at of taken) release(at);
  }
}
