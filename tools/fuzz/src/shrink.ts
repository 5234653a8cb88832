import type { FuzzCase, FuzzLimits, FuzzObject } from './fuzzCase.ts';

const plainLimits: FuzzLimits = {
  rowsPerTable: 1_000,
  trialRows: 1_000,
  mostlyDistinct: 1,
  shapes: 256,
  keptEntries: 1_000,
  firstEntries: 64,
  firstBytes: 1_024,
};

/** Makes a failing case as small as it gets within so many runs: fewer objects, lines and bytes, plainer limits. */
export function shrunkCase(
  fuzzCase: FuzzCase,
  isFailing: (candidate: FuzzCase) => boolean,
  maxRuns = 5_000,
): FuzzCase {
  let best = fuzzCase;
  let runs = 0;
  const isOver = (): boolean => runs >= maxRuns;
  const improves = (candidate: FuzzCase): boolean => {
    if (isOver()) return false;
    runs++;
    if (!isFailing(candidate)) return false;
    best = candidate;
    return true;
  };
  for (;;) {
    const before = best;
    shrinkSettings(() => best, improves);
    for (let at = 0; at < best.objects.length; at++) {
      const withText = (text: Buffer): FuzzCase => withObject(best, at, retold(best.objects[at]!, text));
      for (const unit of ['lines', 'bytes'] as const)
        shrinkText(
          splitText(best.objects[at]!.text, unit),
          (pieces) => improves(withText(Buffer.concat(pieces))),
          isOver,
        );
    }
    if (before === best) return best;
  }
}

function shrinkSettings(current: () => FuzzCase, improves: (candidate: FuzzCase) => boolean): void {
  for (let at = current().objects.length - 1; at >= 0 && current().objects.length > 1; at--)
    improves({ ...current(), objects: current().objects.toSpliced(at, 1) });
  current().objects.forEach((object, at) => {
    if (object.parts.length > 0) improves(withObject(current(), at, { ...object, parts: [] }));
    if (object.cuts.length > 0) improves(withObject(current(), at, { ...current().objects[at]!, cuts: [] }));
  });
  for (const [name, value] of Object.entries(plainLimits)) {
    const { limits } = current();
    if (limits[name as keyof FuzzLimits] !== value)
      improves({ ...current(), limits: { ...limits, [name]: value } });
  }
}

/** Takes out runs of pieces, long ones first. */
function shrinkText(
  pieces: readonly Buffer[],
  improves: (kept: readonly Buffer[]) => boolean,
  isOver: () => boolean,
): void {
  let kept = pieces;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < kept.length && !isOver(); ) {
      const fewer = kept.toSpliced(at, size);
      if (improves(fewer)) kept = fewer;
      else at += size;
    }
  }
}

function splitText(text: Buffer, unit: 'lines' | 'bytes'): Buffer[] {
  const pieces: Buffer[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = unit === 'bytes' ? start : text.indexOf(0x0a, start);
    const end = newline < 0 ? text.length : newline + 1;
    pieces.push(text.subarray(start, end));
    start = end;
  }
  return pieces;
}

function withObject(fuzzCase: FuzzCase, at: number, object: FuzzObject): FuzzCase {
  return { ...fuzzCase, objects: fuzzCase.objects.with(at, object) };
}

/** The same object with another text, cut at the same places or at the lines next to them. */
function retold({ key, cuts, parts }: FuzzObject, text: Buffer): FuzzObject {
  return {
    key,
    text,
    cuts: cuts.filter((cut) => cut <= text.length),
    parts: [...new Set(parts.map((part) => (part === 0 ? 0 : text.lastIndexOf(0x0a, part - 1) + 1)))].filter(
      (part) => part > 0,
    ),
  };
}
