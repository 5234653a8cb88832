/** Places values on an axis whose steps are factors. */
export interface Scale {
  readonly place: (value: number) => number;
  /** Round values to mark, all within the axis. */
  readonly ticks: readonly number[];
}

/** Makes the scale that shows all of some positive values between two positions, from 1, 2 or 5 to 1, 2 or 5. */
export function logScale(values: readonly number[], [from, to]: readonly [number, number]): Scale {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const first = roundSteps.findLast((step) => step <= least * roundingSlack) ?? roundSteps[0]!;
  const after = roundSteps.find((step) => step * roundingSlack >= most && step > first) ?? roundSteps.at(-1)!;
  const span = Math.log(after / first);
  const all = roundSteps.filter((step) => step >= first && step <= after);
  return {
    place: (value) => from + (Math.log(value / first) / span) * (to - from),
    ticks:
      all.length <= mostTicks ? all : all.filter((step) => /^(1|1e[+-]?\d+|10*|0\.0*1)$/.test(String(step))),
  };
}

const mostTicks = 9;
/** 100 times 1.1 is not quite 110. */
const roundingSlack = 1 + 1e-9;

/** 0.001, 0.002, 0.005, 0.01 and so on. */
const roundSteps: readonly number[] = Array.from({ length: 18 }, (_, i) => i - 3).flatMap((exponent) =>
  [1, 2, 5].map((digit) => Number(`${digit}e${exponent}`)),
);
