import type { Random } from './random.ts';

/** Draws indices in proportion to weights, in constant time (Vose's alias method). */
export class Weighted {
  readonly #count: number;
  /** Side by side, as they are read together: below which of 2^32 a column keeps its own index, and the other one. */
  readonly #columns: Uint32Array;

  constructor(weights: ArrayLike<number>) {
    const count = weights.length;
    const columns = new Uint32Array(count * 2);
    let total = 0;
    for (let i = 0; i < count; i++) total += weights[i]!;
    const scaled = Float64Array.from(weights, (weight) => (weight * count) / total);
    const small: number[] = [];
    const large: number[] = [];
    for (let i = 0; i < count; i++) {
      columns[i * 2 + 1] = i;
      (scaled[i]! < 1 ? small : large).push(i);
    }
    while (small.length > 0 && large.length > 0) {
      const less = small.pop()!;
      const more = large.at(-1)!;
      columns[less * 2] = scaled[less]! * 2 ** 32;
      columns[less * 2 + 1] = more;
      scaled[more] = scaled[more]! + scaled[less]! - 1;
      if (scaled[more] < 1) small.push(large.pop()!);
    }
    this.#count = count;
    this.#columns = columns;
  }

  draw(random: Random): number {
    const column = random.below(this.#count);
    return random.next() < this.#columns[column * 2]! ? column : this.#columns[column * 2 + 1]!;
  }
}

/**
 * Weighs the members of a population as popularity falls off by rank: the first is drawn `1 + count / flatness`
 * times as often as the last. Only divisions, so that every machine computes the same bits. Which member has which
 * rank is random.
 */
export function zipfWeights(count: number, flatness: number, random: Random): Float64Array {
  const weights = Float64Array.from({ length: count }, (_, rank) => 1 / (rank + flatness));
  for (let last = count - 1; last > 0; last--) {
    const other = random.below(last + 1);
    const weight = weights[last]!;
    weights[last] = weights[other]!;
    weights[other] = weight;
  }
  return weights;
}
