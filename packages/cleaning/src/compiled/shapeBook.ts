import { generateScanner } from './codegen.ts';
import { interpretPlan } from './interpreter.ts';
import type { CompiledLimits } from './limits.ts';
import { type Product, planScan, type ScanPlan } from './plan.ts';
import type { Scanner, ScanState } from './scanner.ts';
import { learnShape, type Shape } from './shape.ts';
import type { Sink } from './sink.ts';

/** The shapes that lines were seen in, and what scans them. */
export interface ShapeBook {
  /** Notes the shape of a line that was accepted; lines of this shape are expected next. */
  readonly learn: (buffer: Buffer, start: number, end: number) => void;
  /** Expects no shape until one is learned again. */
  readonly forget: () => void;
  /** Looks for the expected shape's scanner anew: sinks collect in another way now. */
  readonly reopen: () => void;
  /** Scans lines of the expected shape; gives the first byte not taken. */
  readonly scan: (state: ScanState, bytes: Uint8Array, start: number, end: number) => number;
  /** The fields of the expected shape that the contract does not know. */
  readonly extras: () => readonly string[];
}

/** A shape with the sinks in one way of collecting. */
interface Page {
  readonly shape: Shape;
  readonly plan: ScanPlan;
  scanner: Scanner;
  isGenerated: boolean;
  rows: number;
}

/** Opens an empty book over a contract's sinks. */
export function openShapeBook(
  sinks: ReadonlyMap<string, Sink>,
  products: readonly Product[],
  limits: CompiledLimits,
): ShapeBook {
  const pages = new Map<string, Page | undefined>();
  let current: Page | undefined;

  const turnTo = (shape: Shape): void => {
    const ways = [...sinks.values()]
      .map((sink) => (sink.kind === 'text' && sink.isHeap ? 'b' : 'c'))
      .join('');
    const name = `${ways}\n${shape.signature}`;
    if (!pages.has(name) && pages.size < limits.shapes) {
      const plan = planScan(shape, sinks, products);
      pages.set(name, plan && { shape, plan, scanner: interpretPlan(plan), isGenerated: false, rows: 0 });
    }
    current = pages.get(name);
  };

  return {
    learn(buffer, start, end) {
      const shape = learnShape(buffer, start, end);
      if (shape !== undefined && shape.signature !== current?.shape.signature) turnTo(shape);
    },
    forget() {
      current = undefined;
    },
    reopen() {
      if (current !== undefined) turnTo(current.shape);
    },
    scan(state, bytes, start, end) {
      if (current === undefined) return start;
      if (!current.isGenerated && current.rows >= limits.rowsBeforeGeneration) {
        current.scanner = generateScanner(current.plan) ?? current.scanner;
        current.isGenerated = true;
      }
      const firstRow = state.row;
      const at = current.scanner(state, bytes, start, end);
      current.rows += state.row - firstRow;
      return at;
    },
    extras: () => current?.plan.extras ?? [],
  };
}
