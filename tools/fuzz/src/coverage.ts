import { readFileSync } from 'node:fs';
import { type Profiler, Session } from 'node:inspector';
import { fileURLToPath } from 'node:url';

/** What was reached so far. */
export interface Coverage {
  /** Takes notice of what ran since the last call; true when something of it never ran, or never so often. */
  readonly notice: () => boolean;
  readonly summary: () => CoverageSummary;
  readonly stop: () => void;
}

export interface CoverageSummary {
  /** How many statements and parts of them are known, and how many of those ran. */
  readonly known: number;
  readonly reached: number;
  /** Those that did not. */
  readonly missed: readonly string[];
}

/**
 * Follows what runs of the scripts whose URL matches, by V8's precise coverage. A part that runs many times more often than
 * ever before counts as new, too.
 */
export function followCoverage(covers: RegExp): Coverage {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const scripts = new Map<string, readonly Part[]>();
  /** How often each part ran at most in one go, as a magnitude; 0 for never. */
  const magnitudes = new Map<string, number>();

  const partsOf = (url: string): readonly Part[] | undefined => {
    if (!covers.test(url)) return undefined;
    let parts = scripts.get(url);
    if (parts === undefined) {
      parts = codeParts(url.replace(/.*\//, ''), readFileSync(fileURLToPath(url), 'utf8'));
      scripts.set(url, parts);
    }
    return parts;
  };

  return {
    notice() {
      let isNew = false;
      for (const { url, functions } of taken(session)) {
        const parts = partsOf(url);
        if (parts === undefined || parts.length === 0) continue;
        const counts = new Float64Array(parts.at(-1)!.at + 1).fill(outside);
        // What is nested comes behind what it is nested in, and says it better; first comes the script itself.
        for (const { ranges } of functions.slice(1))
          for (const { startOffset, endOffset, count } of ranges) counts.fill(count, startOffset, endOffset);
        for (const { name, at } of parts) {
          if (counts[at] === outside) continue;
          const magnitude = counts[at] === 0 ? 0 : 1 + Math.floor(Math.log2(counts[at]!) / 3);
          if (magnitude <= (magnitudes.get(name) ?? -1)) continue;
          magnitudes.set(name, magnitude);
          if (magnitude > 0) isNew = true;
        }
      }
      return isNew;
    },
    summary() {
      const missed = [...magnitudes].filter(([, magnitude]) => magnitude === 0).map(([name]) => name);
      return { reached: magnitudes.size - missed.length, known: magnitudes.size, missed: missed.sort() };
    },
    stop() {
      session.disconnect();
    },
  };
}

/** A statement or a part of one: what is counted. */
interface Part {
  readonly name: string;
  readonly at: number;
}

/** Stands for what is in no function. */
const outside = -1;
const shownCharacters = 70;

/** Cuts code where a block may begin or end. */
function codeParts(script: string, source: string): Part[] {
  const parts: Part[] = [];
  let line = 1;
  for (const match of source.matchAll(/(?:[^;{}?:&|)\n]|\/\*.*?\*\/|\/\/.*)*[;{}?:&|)\n]/g)) {
    const code = match[0].trim();
    if (/\w/.test(code) && !/^(?:\/\/|\/?\*|import |export (?:interface|type))/.test(code)) {
      const at = match.index + match[0].search(/\S/);
      const shown = source.slice(at, at + shownCharacters).replaceAll(/\s+/g, ' ');
      parts.push({ name: `${script}:${line}: ${shown}`, at });
    }
    if (match[0].endsWith('\n')) line++;
  }
  return parts;
}

function taken(session: Session): readonly Profiler.ScriptCoverage[] {
  let result: readonly Profiler.ScriptCoverage[] = [];
  session.post('Profiler.takePreciseCoverage', (error, coverage) => {
    if (error !== null) throw error;
    result = coverage.result;
  });
  return result;
}
