import { caseTitle } from '../benchCase.ts';
import type { CaseResult } from '../measurement.ts';
import { comparisonTable, wholeTable } from './caseTables.ts';

/** Renders the page of all results of one machine. */
export function renderPage(results: readonly CaseResult[]): string {
  const gold = results.filter(({ mode }) => mode === 'gold');
  const whole = results.filter(({ mode }) => mode === 'whole');
  const sections = [introduction(results), machineSection(results)];
  if (gold.length > 0) sections.push(goldSections(gold));
  if (whole.length > 0) sections.push(wholeSection(whole));
  return `${sections.join('\n\n')}\n`;
}

function introduction(results: readonly CaseResult[]): string {
  const commands = [...new Set(results.map(({ command }) => command))];
  return `# Benchmarks

Written by ${commands.map((command) => `\`${command}\``).join(' and ')}; the numbers are in [results.json](results.json).
Every engine turns the same raw files into silver Parquet, a quarantine of the refused rows, and gold Parquet: the fact
with duplicates resolved by business key, and three dimensions with the latest known attributes. A time counts only if
clean rows, refused rows, fact rows, the fact's sum in cents, and every value of the dimensions are what the generator
knows to be true. How each engine is put to the work: [tools/bench](../../tools/bench/README.md).

Times are medians of whole processes, from start to exit. *Cold*: the input is not in the page cache when the process
starts; *warm*: it is. Memory is the largest sum of resident memory over the process and all that descend from it,
sampled every 25 ms, or the first process's own high-water mark where that is more; over all runs. The engines take
turns. What counts is the ratio within one table: the machine gives the scale.`;
}

function machineSection(results: readonly CaseResult[]): string {
  const { machine, coresUsed, isBound } = results[0]!;
  const versions = new Map(results.flatMap(({ versions }) => Object.entries(versions)));
  const binding = isBound ? 'bound to them' : 'asked for as many threads';
  return `## Machine

${machine.cpu}, ${machine.cores} cores, ${machine.memoryGib} GiB, ${machine.system}. Each engine had ${coresUsed} of the cores, ${binding}.

${[...versions].map(([engine, version]) => `- ${engine}: ${version}`).join('\n')}`;
}

function goldSections(results: readonly CaseResult[]): string {
  const cases = results.map(
    (result) => `### ${caseTitle(result.case)}

${result.rowsRead.toLocaleString('en-US')} rows, ${result.measuredAt.slice(0, 10)}, ${runsOf(result)}.

${comparisonTable(result)}`,
  );
  return `## Raw to gold

![Seconds and memory against the size of the input](growth.svg)

${cases.join('\n\n')}`;
}

function wholeSection(results: readonly CaseResult[]): string {
  return `## Raw to loaded warehouse

\`sales run\`: the input is taken into a new lake, cleaned, modelled, and loaded into the embedded warehouse.

${wholeTable(results, (result) => caseTitle(result.case))}`;
}

function runsOf({ measurements }: CaseResult): string {
  const most = Math.max(0, ...measurements.map(({ wallSeconds }) => wallSeconds.length));
  return `${most} run${most === 1 ? '' : 's'} each`;
}
