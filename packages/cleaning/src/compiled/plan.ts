import type { Shape } from './shape.ts';
import type { CentsSink, Int32Sink, Sink, TextSink } from './sink.ts';

/** What a scanner does with the value behind a literal. */
export type Step =
  | { readonly kind: 'text'; readonly literal: Buffer; readonly sink: TextSink }
  | { readonly kind: 'date' | 'integer'; readonly literal: Buffer; readonly sink: Int32Sink }
  | { readonly kind: 'money'; readonly literal: Buffer; readonly sink: CentsSink }
  /** A derived amount: the value given is kept in `given`, to be compared when the row is complete. */
  | { readonly kind: 'product'; readonly literal: Buffer; readonly product: Product }
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
export interface ScanPlan {
  readonly steps: readonly Step[];
  readonly tail: Buffer;
  /** Optional fields that the shape does not have: null in every row. */
  readonly absent: readonly Sink[];
  readonly products: readonly Product[];
  /** Extra fields, by name. */
  readonly extras: readonly string[];
}

/** Plans the scan of a shape; undefined when every such line would be refused, so that only the reference path fits. */
export function planScan(
  shape: Shape,
  sinks: ReadonlyMap<string, Sink>,
  products: readonly Product[],
): ScanPlan | undefined {
  const keys = new Set(shape.slots.map(({ key }) => key));
  const absent: Sink[] = [];
  for (const [name, sink] of sinks) {
    if (keys.has(name) || sink.field.kind === 'product') continue;
    if (sink.field.required) return undefined;
    absent.push(sink);
  }
  const steps = shape.slots.map(({ key, literal }): Step => {
    const sink = sinks.get(key);
    if (sink === undefined) return { kind: 'extra', literal, key };
    if (sink.kind === 'text') return { kind: 'text', literal, sink };
    if (sink.kind === 'int32') return { kind: sink.field.kind, literal, sink };
    if (sink.field.kind === 'money') return { kind: 'money', literal, sink };
    return { kind: 'product', literal, product: products.find((product) => product.sink === sink)! };
  });
  return {
    steps,
    tail: shape.tail,
    absent,
    products,
    extras: steps.flatMap((step) => (step.kind === 'extra' ? [step.key] : [])),
  };
}
