/** Numbers that are the same for the same seed, and the choices made with them. */
export interface Random {
  /** A whole number from 0 to `limit` - 1. */
  readonly below: (limit: number) => number;
  /** True once in `times`. */
  readonly once: (times: number) => boolean;
  readonly pick: <T>(choices: readonly T[]) => T;
  readonly digits: (length: number) => string;
  readonly shuffled: <T>(items: readonly T[]) => T[];
}

/** Starts a generator (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    once: (times) => next() * times < 1,
    pick: (choices) => choices[below(choices.length)]!,
    digits: (length) => Array.from({ length }, () => below(10)).join(''),
    shuffled(items) {
      const result = [...items];
      for (let index = result.length - 1; index > 0; index--) {
        const other = below(index + 1);
        [result[index], result[other]] = [result[other]!, result[index]!];
      }
      return result;
    },
  };
}
