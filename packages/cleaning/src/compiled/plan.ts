import type { Shape } from './shape.ts';
import type { Field } from '@sales/schema';
import type { CentsSink, Int32Sink } from './sink.ts';

/** What a plan needs to know of where a field's values go. */
export interface PlannedSink {
  readonly kind: 'text' | 'int32' | 'cents';
  readonly field: Field;
}

/** What a scanner does with the value behind a literal. The value given for a derived amount is only compared. */
export type Step<S extends PlannedSink> =
  | {
      readonly kind: 'text' | 'date' | 'integer' | 'money' | 'product';
      readonly literal: Buffer;
      readonly sink: S;
    }
  /** A field that the contract does not know. */
  | { readonly kind: 'extra'; readonly literal: Buffer; readonly key: string };

/** A derived amount and what it is derived from. */
export interface Product {
  readonly sink: CentsSink;
  readonly quantity: Int32Sink;
  readonly price: CentsSink;
  readonly toleranceCents: number;
  /** The amount that the row in hand gives, in cents; -1 for none. */
  given: number;
}

/** How lines of one shape become rows: a step for each value, in the order of the line. */
export interface ScanPlan<S extends PlannedSink> {
  readonly steps: readonly Step<S>[];
  readonly tail: Buffer;
  /** Optional fields that the shape does not have: null in every row. */
  readonly absent: readonly S[];
  /** Extra fields, by name. */
  readonly extras: readonly string[];
}

/** Plans the scan of a shape; undefined when every such line would be refused, so that only the reference path fits. */
export function planScan<S extends PlannedSink>(
  shape: Shape,
  sinks: ReadonlyMap<string, S>,
): ScanPlan<S> | undefined {
  const keys = new Set(shape.slots.map(({ key }) => key));
  const absent: S[] = [];
  for (const [name, sink] of sinks) {
    if (keys.has(name) || sink.field.kind === 'product') continue;
    if (sink.field.required) return undefined;
    absent.push(sink);
  }
  const steps = shape.slots.map(({ key, literal }): Step<S> => {
    const sink = sinks.get(key);
    if (sink === undefined) return { kind: 'extra', literal, key };
    const { kind } = sink.field;
    return { kind: kind === 'id' || kind === 'enum' ? 'text' : kind, literal, sink };
  });
  return {
    steps,
    tail: shape.tail,
    absent,
    extras: steps.flatMap((step) => (step.kind === 'extra' ? [step.key] : [])),
  };
}
