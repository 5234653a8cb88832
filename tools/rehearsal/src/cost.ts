import { parseArgs } from 'node:util';
import { handlerSizes } from '@sales/workflow';

// Works out what processing costs, on Lambda and on Glue, from public prices and measured rates. Writes Markdown.
//
// Prices: US dollars, us-east-1, x86, without free tiers, as we know them in November 2026. Rates of Lambda: what
// `pnpm measure:lambda` said of ranges of 128 MB, on a machine that was busy with other work. The rate of Glue is
// arithmetic: no job of ours has run there. docs/spark.md has 60 s of processor a gigabyte on a local Spark; a vCPU is
// half of a core and objects come from S3, so twice that, by four vCPUs. Give your own.

const prices = {
  lambdaGbSecond: 0.000_016_666_7,
  lambdaCall: 0.2 / 1_000_000,
  stateTransition: 0.025 / 1000,
  s3Put: 0.005 / 1000,
  s3Get: 0.0004 / 1000,
  glueDpuHour: 0.44,
};

const { values } = parseArgs({
  options: {
    /** Megabytes that one processor cleans in a second. */
    clean: { type: 'string', default: '75' },
    /** Megabytes of raw data whose silver one processor models in a second. */
    model: { type: 'string', default: '75' },
    /** Megabytes that one DPU (four processors) of Glue takes from raw to gold in a second. */
    dpu: { type: 'string', default: '33' },
    range: { type: 'string', default: '128' },
    workers: { type: 'string', default: '2' },
  },
});
const [cleanRate, modelRate, dpuRate, rangeMb, workers] = [
  values.clean,
  values.model,
  values.dpu,
  values.range,
  values.workers,
].map(Number) as [number, number, number, number, number];

/** Glue bills a job from a minute on, and not its start. The crawl before a batch is the same for both, and left out. */
const glueLeastSeconds = 60;
const jobStartSeconds = 15;

function gb(name: 'clean' | 'model'): number {
  return handlerSizes[name].memoryMb / 1024;
}

interface Cost {
  readonly compute: number;
  readonly calls: number;
  readonly seconds: number;
}

/** What Lambda takes: the ranges beside each other, then one function for the model, and the workflow around them. */
function lambdaCost(megabytes: number): Cost {
  const ranges = Math.max(1, Math.ceil(megabytes / rangeMb));
  const cleanSeconds = megabytes / cleanRate;
  const modelSeconds = megabytes / modelRate;
  const compute = (cleanSeconds * gb('clean') + modelSeconds * gb('model')) * prices.lambdaGbSecond;
  // Claim, catalog, plan, load, notify and their waits: about 30 transitions and 15 short calls of half a gigabyte.
  const around = 30 * prices.stateTransition + 15 * (0.5 * 0.5 * prices.lambdaGbSecond + prices.lambdaCall);
  // Each range: its child execution, a call, five writes, reads of 4 MB each.
  const perRange =
    2 * prices.stateTransition + prices.lambdaCall + 5 * prices.s3Put + (rangeMb / 4) * prices.s3Get;
  const seconds = Math.min(megabytes, rangeMb) / cleanRate + modelSeconds;
  return { compute, calls: around + ranges * perRange, seconds };
}

/** What Glue takes: two Spark jobs one after another. */
function glueCost(megabytes: number): Cost {
  const working = megabytes / (dpuRate * workers);
  const billed = 2 * Math.max(glueLeastSeconds, working / 2 + jobStartSeconds);
  const compute = (billed / 3600) * workers * prices.glueDpuHour;
  return { compute, calls: 30 * prices.stateTransition, seconds: billed };
}

const dollars = (amount: number): string => (amount < 0.1 ? amount.toFixed(5) : amount.toFixed(2));
const total = ({ compute, calls }: Cost): number => compute + calls;

console.log(
  `Lambda cleans ${cleanRate} MB a second of processor and models ${modelRate}; Glue takes ${dpuRate} MB a second a DPU, on ${workers} workers.\n`,
);
console.log('| batch | Lambda | of it computing | at least | Glue | at least |');
console.log('|---|---|---|---|---|---|');
for (const [name, megabytes] of [
  ['10 MB', 10],
  ['100 MB', 100],
  ['1 GB', 1000],
  ['10 GB', 10_000],
  ['100 GB', 100_000],
] as const) {
  const [lambda, glue] = [lambdaCost(megabytes), glueCost(megabytes)];
  // A function may take fifteen minutes: past that, one function cannot model the batch.
  const fits = megabytes / modelRate <= handlerSizes.model.timeoutSeconds * 0.8;
  console.log(
    fits
      ? `| ${name} | $${dollars(total(lambda))} | $${dollars(lambda.compute)} | ${lambda.seconds.toFixed(0)} s | $${dollars(total(glue))} | ${glue.seconds.toFixed(0)} s |`
      : `| ${name} | – | | | $${dollars(total(glue))} | ${glue.seconds.toFixed(0)} s |`,
  );
}
