import { planScan, type Step } from '../compiled/plan.ts';
import type { Shape } from '../compiled/shape.ts';
import type { Kernel } from './kernel.ts';
import type { KernelSink } from './kernelSinks.ts';

/** A plan in the kernel's memory, and the extra fields that its rows have. */
export interface KernelPlan {
  readonly at: number;
  /** The fields, in the order of the line. */
  readonly keys: readonly string[];
  /** Optional fields that the lines do not have. */
  readonly absent: readonly KernelSink[];
  readonly extras: readonly string[];
}

/** The kinds of a step as the kernel numbers them. */
const stepKinds: readonly Step<KernelSink>['kind'][] = [
  'text',
  'date',
  'integer',
  'money',
  'product',
  'extra',
];
/** Behind the last value there is nothing but a literal. */
const tailKind = 6;

/** Writes the plan of a shape into the kernel's memory; undefined when only the reference path fits. */
export function writePlan(
  kernel: Kernel,
  shape: Shape,
  sinks: ReadonlyMap<string, KernelSink>,
): KernelPlan | undefined {
  const plan = planScan(shape, sinks);
  if (plan === undefined) return undefined;
  const { steps, absent, tail, extras } = plan;
  // In the order in which the kernel numbers its lists.
  const lists = [
    [...sinks.values()].flatMap(({ product }) => product ?? []),
    absent.flatMap(({ kind, at }) => (kind === 'text' ? at : [])),
    absent.flatMap(({ kind, at }) => (kind === 'text' ? [] : at)),
    [...sinks.values()].flatMap(({ kind, at }) => (kind === 'cents' ? at : [])),
  ] as const;
  const [products, absentTexts, absentNumbers, sums] = lists;
  const at = kernel.createPlan(
    steps.length + 1,
    products.length,
    absentTexts.length,
    absentNumbers.length,
    sums.length,
  );
  lists.forEach((places, list) => places.forEach((place, index) => kernel.setList(at, list, index, place)));
  const write = (index: number, kind: number, literal: Buffer, sink: number): void => {
    const place = kernel.allocate(literal.length);
    Buffer.from(kernel.memory.buffer, place, literal.length).set(literal);
    kernel.setStep(at, index, kind, place, literal.length, sink);
    kernel.release(place);
  };
  steps.forEach((step, index) => {
    const sink = step.kind === 'extra' ? 0 : (step.sink.product ?? step.sink.at);
    write(index, stepKinds.indexOf(step.kind), step.literal, sink);
  });
  write(steps.length, tailKind, tail, 0);
  return { at, keys: shape.slots.map(({ key }) => key), absent, extras };
}
