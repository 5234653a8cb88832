import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { describeCase, parseCase, renderCase } from './caseText.ts';
import { followCoverage } from './coverage.ts';
import type { FuzzCase } from './fuzzCase.ts';
import { seededRandom } from './random.ts';
import { runSafely, search, type SearchProgress } from './search.ts';
import { shrunkCase } from './shrink.ts';
import type { FuzzTarget } from './target.ts';

const root = resolve(import.meta.dirname, '../../..');
const usage = `Usage: node --conditions=@sales/source tools/fuzz/src/main.ts [--minutes N] [--seed N] [--target FILE] [--replay FILE]

Looks for a text that the readers of a target read differently. A target is a module that exports \`target\`, a
FuzzTarget. With --replay, runs the one case that the file holds as JSON.`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    target: { type: 'string', default: resolve(root, 'packages/cleaning/test/compiled/fuzzTarget.ts') },
    replay: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const { target } = (await import(pathToFileURL(resolve(values.target)).href)) as {
  readonly target: FuzzTarget;
};

if (values.help) console.log(usage);
else if (values.replay !== undefined) replay(parseCase(readFileSync(values.replay, 'utf8')));
else fuzz(Number(values.minutes), Number(values.seed));

function replay(fuzzCase: FuzzCase): void {
  const { difference } = runSafely(target, fuzzCase);
  console.log(difference ?? 'The readers agree.');
  if (difference !== undefined) process.exitCode = 1;
}

function fuzz(minutes: number, seed: number): void {
  console.log(`seed ${seed}, ${minutes} minutes`);
  const coverage = followCoverage(target.covers);
  const startedAt = performance.now();
  const endsAt = startedAt + minutes * 60_000;
  let saysNextAt = startedAt + 10_000;
  const { progress, finding } = search({
    target,
    coverage,
    random: seededRandom(seed),
    isOver: (progress) => {
      const now = performance.now();
      if (now >= saysNextAt) {
        saysNextAt = now + 10_000;
        const { reached, known } = coverage.summary();
        console.log(
          `${((now - startedAt) / 1000).toFixed(0)} s: ${sentence(progress)}, ${reached} of ${known} blocks`,
        );
      }
      return now >= endsAt;
    },
  });
  const { reached, known, missed } = coverage.summary();
  coverage.stop();
  if (finding !== undefined) {
    const smallest = shrunkCase(
      finding.fuzzCase,
      (candidate) => runSafely(target, candidate).difference !== undefined,
    );
    console.log(
      `\n${runSafely(target, smallest).difference ?? finding.difference}\n\n${describeCase(smallest)}\n\n${renderCase(smallest)}\n`,
    );
    process.exitCode = 1;
  }
  console.log(`${sentence(progress)}; ${reached} of ${known} blocks reached.`);
  if (missed.length > 0)
    console.log(`Not reached:\n${missed.map((block) => `  ${block.replaceAll(/\s+/g, ' ')}`).join('\n')}`);
  console.log(
    finding === undefined ? 'The readers agree on all of it.' : `The readers disagree; seed ${seed}.`,
  );
}

function sentence({ cases, lines, fastLines, bytes, kept }: SearchProgress): string {
  const share = lines === 0 ? 0 : Math.round((100 * fastLines) / lines);
  return `${cases} cases, ${lines} lines (${share}% read fast), ${(bytes / 1e6).toFixed(1)} MB, ${kept} cases kept`;
}
