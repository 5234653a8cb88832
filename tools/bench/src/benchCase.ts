/** What the generated rows are like; see the generator's options. */
export const shapes = ['classic', 'plain', 'hostile'] as const;
export type Shape = (typeof shapes)[number];

/** One input that every engine reads. */
export interface BenchCase {
  readonly sizeBytes: number;
  readonly files: number;
  readonly shape: Shape;
}

/** Names a case in folders, results and JSON: `540MB-classic-1file`. */
export function caseName({ sizeBytes, files, shape }: BenchCase): string {
  return `${renderSize(sizeBytes).replace(' ', '')}-${shape}-${files}file${files === 1 ? '' : 's'}`;
}

/** Names a case for people: `540 MB, classic, 500 files`. */
export function caseTitle({ sizeBytes, files, shape }: BenchCase): string {
  return `${renderSize(sizeBytes)}, ${shape}, ${files} file${files === 1 ? '' : 's'}`;
}

/** Renders a size in the thousands that people say: `540 MB`, `5 GB`, `1.6 GB`. */
export function renderSize(bytes: number): string {
  const [unit, factor] = bytes >= 1e9 ? ['GB', 1e9] : bytes >= 1e6 ? ['MB', 1e6] : ['KB', 1e3];
  return `${Number((bytes / factor).toFixed(3))} ${unit}`;
}

/** The sizes of the growth curve: what is asked for, and two steps between for the line's shape. */
const growth = [50e6, 160e6, 540e6, 1.6e9, 5e9];

/**
 * What is measured when nothing else is said: the classic shape in one file over all sizes, and from its middle one
 * step in each other direction. The full product would take a day.
 */
export const standardPlan: readonly BenchCase[] = [
  ...growth.map((sizeBytes) => ({ sizeBytes, files: 1, shape: 'classic' as const })),
  { sizeBytes: 540e6, files: 500, shape: 'classic' },
  { sizeBytes: 540e6, files: 1, shape: 'hostile' },
  { sizeBytes: 540e6, files: 500, shape: 'hostile' },
];
