import type { CompiledLimits } from './limits.ts';
import { learnShape, type Shape } from './shape.ts';

/** The shapes that lines were seen in, and what scans lines of each. */
export interface ShapeBook<P> {
  /** Notes the shape of a line that was accepted; lines of this shape are expected next. */
  readonly learn: (buffer: Buffer, start: number, end: number) => void;
  /** Expects no shape until one is learned again. */
  readonly forget: () => void;
  /** What scans lines of the expected shape; undefined when none is expected, or only the reference path fits. */
  readonly current: () => P | undefined;
  /** Expects the shape that was expected before: where two take turns, neither is to be learned again and again. */
  readonly turnBack: () => void;
}

/** Opens an empty book; `plan` is asked for each shape that is not in it, and `release` takes back what it gave. */
export function openShapeBook<P>(
  plan: (shape: Shape) => P | undefined,
  { shapes }: CompiledLimits,
  release: (plan: P) => void = () => undefined,
): ShapeBook<P> {
  const pages = new Map<string, P | undefined>();
  let expected: string | undefined;
  let before: string | undefined;

  return {
    learn(buffer, start, end) {
      const shape = learnShape(buffer, start, end);
      if (shape === undefined || shape.signature === expected) return;
      before = expected;
      expected = shape.signature;
      if (pages.has(expected)) return;
      if (pages.size >= shapes) {
        // Files that each have a shape of their own leave theirs behind.
        for (const page of pages.values()) if (page !== undefined) release(page);
        pages.clear();
      }
      pages.set(expected, plan(shape));
    },
    forget() {
      expected = before = undefined;
    },
    turnBack() {
      [expected, before] = [before, expected];
    },
    current: () => (expected === undefined ? undefined : pages.get(expected)),
  };
}
