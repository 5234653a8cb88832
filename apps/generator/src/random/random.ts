const blockLength = 1024;

/**
 * A source of random numbers that a seed and a stream number determine: xoshiro128**, seeded by splitmix32.
 *
 * A class because the hot loop draws ten numbers a row: V8 keeps the typed arrays of one instance in registers.
 */
export class Random {
  readonly #state = new Int32Array(4);
  readonly #block = new Uint32Array(blockLength);
  #at = blockLength;

  constructor(seed: number, stream: number) {
    let mixed = mix32(Math.floor(seed / 2 ** 32)) ^ mix32(seed | 0) ^ mix32(stream ^ 0x5f35_6495);
    for (let i = 0; i < 4; i++) {
      mixed = (mixed + 0x9e37_79b9) | 0;
      this.#state[i] = mix32(mixed);
    }
  }

  /** Draws 32 random bits, as a number from 0 to 2^32 - 1. */
  next(): number {
    if (this.#at === blockLength) this.#refill();
    return this.#block[this.#at++]!;
  }

  /** Draws a whole number from 0 to `count` - 1; `count` is at most 2^31. */
  below(count: number): number {
    return (this.next() * count * 2 ** -32) | 0;
  }

  /** Draws a number from 0 to just below 1. */
  share(): number {
    return this.next() * 2 ** -32;
  }

  /** Draws one of the items. */
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  /** Puts the items into a random order, in place. */
  shuffle<T>(items: T[]): T[] {
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [items[last], items[other]] = [items[other]!, items[last]!];
    }
    return items;
  }

  #refill(): void {
    let [a, b, c, d] = this.#state as unknown as [number, number, number, number];
    for (let i = 0; i < blockLength; i++) {
      const scrambled = Math.imul(b, 5);
      this.#block[i] = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = (d << 11) | (d >>> 21);
    }
    this.#state.set([a, b, c, d]);
    this.#at = 0;
  }
}

/** Mixes 32 bits so that each bit of the answer depends on all of them (the finaliser of MurmurHash3). */
export function mix32(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return mixed ^ (mixed >>> 16);
}
