import { UsageError } from './errors.ts';
import { renderMeasurement } from './json.ts';
import { measureCase, readyEngines } from './measureCase.ts';
import { type BenchOptions, parseOptions, usage } from './options.ts';
import { evictionProblem } from './pageCache.ts';
import { publishResults } from './results.ts';

const args = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(usage);
} else {
  try {
    await bench(parseOptions(args));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${usage}`);
    process.exitCode = 2;
  }
}

/** Measures case after case; each is printed or published as soon as it is done, so that a stop loses little. */
async function bench(options: BenchOptions): Promise<void> {
  const problem = evictionProblem();
  if (options.temperatures.includes('cold') && problem !== undefined)
    throw new UsageError(`${problem}: say --cache warm.`);
  const ready = await readyEngines(options);
  const command = ['pnpm bench', ...args].join(' ');
  let isRight = true;
  for (const benchCase of options.cases) {
    const result = await measureCase(benchCase, ready, options, command);
    if (options.json)
      for (const measurement of result.measurements) console.log(renderMeasurement(result, measurement));
    else publishResults(options.pages, [result]);
    isRight &&= result.measurements.every(
      ({ engine, problem }) => engine !== 'sales' || problem === undefined,
    );
  }
  if (!options.json) console.log(`The page is ${options.pages}/README.md.`);
  // Peers may fail where they will; if this library does, the benchmark has failed.
  if (!isRight) process.exitCode = 1;
}
