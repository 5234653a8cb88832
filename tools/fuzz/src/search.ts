import type { Coverage } from './coverage.ts';
import { type FuzzCase, mutatedCase, randomCase } from './fuzzCase.ts';
import type { Random } from './random.ts';
import type { FuzzOutcome, FuzzTarget } from './target.ts';

/** How far a search came. */
export interface SearchProgress {
  readonly cases: number;
  readonly lines: number;
  readonly fastLines: number;
  readonly bytes: number;
  /** Cases kept because they reached something new. */
  readonly kept: number;
}

/** A case that the target's readers do not agree on. */
export interface Finding {
  readonly fuzzCase: FuzzCase;
  readonly difference: string;
}

/** Asking for coverage costs as much as running a case or two. */
const casesPerNotice = 4;
const maxKept = 3_000;
const maxTextBytes = 300_000;

/** Runs cases, new ones and changed ones that reached new code, until `isOver` says so or readers disagree. */
export function search(options: {
  readonly target: FuzzTarget;
  readonly coverage: Pick<Coverage, 'notice'>;
  readonly random: Random;
  readonly isOver: (progress: SearchProgress) => boolean;
}): { readonly progress: SearchProgress; readonly finding: Finding | undefined } {
  const { target, coverage, random, isOver } = options;
  const kept: FuzzCase[] = [];
  let ran: FuzzCase[] = [];
  let progress: SearchProgress = { cases: 0, lines: 0, fastLines: 0, bytes: 0, kept: 0 };
  while (!isOver(progress)) {
    const fuzzCase = nextCase(kept, random);
    const bytes = fuzzCase.objects.reduce((sum, { text }) => sum + text.length, 0);
    if (bytes > maxTextBytes) continue;
    const { difference, lines, fastLines } = runSafely(target, fuzzCase);
    progress = {
      cases: progress.cases + 1,
      lines: progress.lines + lines,
      fastLines: progress.fastLines + fastLines,
      bytes: progress.bytes + bytes,
      kept: kept.length,
    };
    if (difference !== undefined) return { progress, finding: { fuzzCase, difference } };
    ran.push(fuzzCase);
    if (ran.length < casesPerNotice) continue;
    if (coverage.notice())
      for (const promising of ran)
        kept[kept.length < maxKept ? kept.length : random.below(maxKept)] = promising;
    ran = [];
  }
  coverage.notice();
  return { progress, finding: undefined };
}

/** Runs a case; a reader that fails with an error of its own differs from one that reads. */
export function runSafely(target: FuzzTarget, fuzzCase: FuzzCase): FuzzOutcome {
  try {
    return target.run(fuzzCase);
  } catch (error) {
    return {
      difference: `a reader threw ${error instanceof Error ? error.stack : String(error)}`,
      lines: 0,
      fastLines: 0,
    };
  }
}

function nextCase(kept: readonly FuzzCase[], random: Random): FuzzCase {
  if (kept.length === 0 || random.once(2)) return randomCase(random.pick([3, 30, 100, 300]), random);
  let fuzzCase = random.pick(kept);
  for (let changes = random.pick([1, 1, 2, 5]); changes > 0; changes--)
    fuzzCase = mutatedCase(fuzzCase, random);
  return fuzzCase;
}
