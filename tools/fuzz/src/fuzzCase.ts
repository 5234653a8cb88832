import { contracts } from './contracts.ts';
import { mutated } from './mutation.ts';
import type { Random } from './random.ts';
import { randomArray, randomText } from './text.ts';

/** One object of a case. Its text is given in chunks that end at `cuts`, in parts that begin at `parts`. */
export interface FuzzObject {
  readonly key: string;
  readonly text: Buffer;
  readonly cuts: readonly number[];
  /** Offsets behind newlines, rising; the first part, from 0 on, is not listed. */
  readonly parts: readonly number[];
}

/** Where a reader changes its ways, so that few rows come to all of them. */
export interface FuzzLimits {
  readonly rowsPerTable: number;
  readonly trialRows: number;
  readonly mostlyDistinct: number;
  readonly shapes: number;
  readonly keptEntries: number;
  readonly firstEntries: number;
  readonly firstBytes: number;
}

/** What readers are compared on: objects read one after another, by one contract. */
export interface FuzzCase {
  /** A name among `contracts`. */
  readonly contract: string;
  readonly ingestDate: string;
  readonly limits: FuzzLimits;
  readonly objects: readonly FuzzObject[];
}

const lineKeys = ['a.ndjson', 'a.jsonl', 'b.json', 'c.json.gz', 'é/ü.ndjson.zst'];

/** Writes a case of about so many lines. */
export function randomCase(lines: number, random: Random): FuzzCase {
  const name = random.once(2) ? 'sales' : random.pick(Object.keys(contracts));
  const contract = contracts[name]!;
  const count = random.pick([1, 1, 1, 2, 3]);
  return {
    contract: name,
    ingestDate: random.once(10) ? random.pick(['2000-01-01', '2024-02-28', '1999-12-31']) : '2024-06-30',
    limits: randomLimits(random),
    objects: Array.from({ length: count }, () => {
      if (random.once(12)) return placed('d.json', randomArray(contract, random.below(20), random), random);
      return placed(
        random.pick(lineKeys),
        randomText(contract, random.once(40) ? 0 : Math.ceil(lines / count), random),
        random,
      );
    }),
  };
}

/** Changes a case somewhere: in its text, in how the text is cut, or in its limits. */
export function mutatedCase(fuzzCase: FuzzCase, random: Random): FuzzCase {
  if (random.once(4)) return { ...fuzzCase, limits: randomLimits(random) };
  const objects = [...fuzzCase.objects];
  const at = random.below(objects.length);
  const object = objects[at]!;
  switch (random.below(4)) {
    case 0:
      objects[at] = placed(object.key, mutated(object.text, random), random);
      break;
    case 1:
      objects[at] = placed(random.pick(lineKeys), repeatedLines(object.text, random), random);
      break;
    case 2:
      objects.splice(at, 0, object);
      break;
    default:
      objects[at] = placed(object.key, withLineChanged(object.text, random), random);
  }
  return { ...fuzzCase, objects: objects.slice(0, 4) };
}

function randomLimits(random: Random): FuzzLimits {
  return {
    rowsPerTable: random.pick([1, 2, 3, 7, 16, 64, 300, 1_000]),
    trialRows: random.pick([1, 5, 20, 20, 100, 1_000]),
    mostlyDistinct: random.pick([0, 0.4, 0.6, 0.6, 0.9, 0.9, 1]),
    shapes: random.pick([1, 3, 256, 256, 256, 256]),
    keptEntries: random.pick([0, 1, 5, 50, 1_000]),
    firstEntries: random.pick([1, 2, 8, 64]),
    firstBytes: random.pick([1, 8, 64, 1_024]),
  };
}

/** Chooses how an object's text is given. */
export function placed(key: string, text: Buffer, random: Random): FuzzObject {
  const lineStarts: number[] = [];
  for (let at = text.indexOf(0x0a); at >= 0; at = text.indexOf(0x0a, at + 1)) lineStarts.push(at + 1);
  const inParts = !/\.json(\.|$)/.test(key) && random.once(4);
  const many = (count: number): number[] =>
    Array.from({ length: count }, () => random.below(text.length + 1));
  const cuts = random.pick([
    () => [],
    () => [],
    () => many(1 + random.below(6)),
    () => lineStarts.filter(() => random.once(4)),
    () => (text.length > 400 ? many(60) : [...text.keys()]),
  ])();
  const parts = inParts ? lineStarts.filter(() => random.once(lineStarts.length / 2)) : [];
  return { key, text, cuts: sorted(cuts), parts: sorted(parts) };
}

function sorted(places: readonly number[]): number[] {
  return [...new Set(places)].sort((a, b) => a - b);
}

function lineSpans(text: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf(0x0a, at);
    const end = newline < 0 ? text.length : newline + 1;
    lines.push(text.subarray(at, end));
    at = end;
  }
  return lines;
}

function repeatedLines(text: Buffer, random: Random): Buffer {
  const lines = lineSpans(text);
  if (lines.length === 0) return text;
  const chosen = Array.from({ length: 1 + random.below(4) }, () => random.pick(lines));
  return Buffer.concat(
    Array.from({ length: 2 + random.below(60) }, () => random.pick(random.once(10) ? lines : chosen)),
  );
}

function withLineChanged(text: Buffer, random: Random): Buffer {
  const lines = lineSpans(text);
  if (lines.length === 0) return text;
  const at = random.below(lines.length);
  lines.splice(
    at,
    random.below(2),
    mutated(lines[at]!, random),
    ...(random.once(3) ? [Buffer.from('\n'), lines[at]!] : []),
  );
  return Buffer.concat(lines);
}
