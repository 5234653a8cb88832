import type { Column, TextValues } from '@sales/parquet';
import type { ColumnDefinition, Field } from '@sales/schema';
import type { CompiledLimits } from '../compiled/limits.ts';
import type { Kernel } from './kernel.ts';

/** Where the kernel keeps a field's values: `at` is the sink in its memory. */
export interface KernelSink {
  readonly kind: 'text' | 'int32' | 'cents';
  readonly name: string;
  readonly field: Field;
  readonly at: number;
  /** A derived amount, for plans. */
  readonly product: number | undefined;
  /** Stands for a text's entries as long as they keep their numbers. */
  list: object;
  /** Where its last table's dictionary is, 0 for nowhere. */
  dictionary: number;
}

/** Makes a sink for each field, numbered in their order, for at most `rows` rows at a time. */
export function createKernelSinks(
  kernel: Kernel,
  fields: readonly (readonly [string, Field])[],
  rows: number,
  { firstEntries, firstBytes }: CompiledLimits,
): readonly KernelSink[] {
  const sinks = fields.map(([name, field], id): KernelSink => {
    const list = {};
    const required = field.kind !== 'product' && field.required ? 1 : 0;
    switch (field.kind) {
      case 'date':
        return {
          kind: 'int32',
          name,
          field,
          product: undefined,
          list,
          dictionary: 0,
          at: kernel.createNumberSink(id, required, 1, 4, 0n, 0n, rows),
        };
      case 'integer': {
        const [min, max] = [BigInt(field.min), BigInt(field.max)];
        return {
          kind: 'int32',
          name,
          field,
          product: undefined,
          list,
          dictionary: 0,
          at: kernel.createNumberSink(id, required, 0, 4, min, max, rows),
        };
      }
      case 'money': {
        const { minCents, maxCents } = field;
        return {
          kind: 'cents',
          name,
          field,
          product: undefined,
          list,
          dictionary: 0,
          at: kernel.createNumberSink(id, required, 0, 8, minCents, maxCents, rows),
        };
      }
      case 'product':
        return {
          kind: 'cents',
          name,
          field,
          product: undefined,
          list,
          dictionary: 0,
          at: kernel.createNumberSink(id, 0, 0, 8, 0n, 0n, rows),
        };
      default: {
        const isFolded = field.kind === 'id' && field.upperCase ? 1 : 0;
        const isEnum = field.kind === 'enum' ? 1 : 0;
        const at = kernel.createTextSink(
          id,
          required,
          isFolded,
          isEnum,
          field.maxBytes,
          rows,
          firstEntries,
          firstBytes,
        );
        return { kind: 'text', name, field, at, product: undefined, list, dictionary: 0 };
      }
    }
  });
  const placeOf = new Map(sinks.map(({ name, at }) => [name, at]));
  return sinks.map((sink) => {
    const { field, at } = sink;
    if (field.kind !== 'product') return sink;
    const [quantity, price] = [placeOf.get(field.quantity)!, placeOf.get(field.price)!];
    return { ...sink, product: kernel.createProduct(at, quantity, price, field.toleranceCents) };
  });
}

/**
 * Completes the first `rows` rows of a field, and gives what makes a column of them: a copy, or a view of the kernel's
 * memory, which a later call may move or overwrite. `used` is a list of a number a row.
 */
export function settleColumn(
  kernel: Kernel,
  sink: KernelSink,
  { nullable }: ColumnDefinition,
  { rows, used }: { readonly rows: number; readonly used: number },
): (isView: boolean) => Column {
  const { kind, field, at } = sink;
  if (kind === 'text')
    return kernel.isHeap(at) === 1
      ? settleBytes(kernel, field, at, rows)
      : settleCodes(kernel, sink, rows, used);
  return (isView) => {
    const taken = taker(kernel, isView);
    const validity = nullable ? { validity: taken(Uint8Array, kernel.presentAt(at), rows) } : {};
    const place = kernel.valuesAt(at);
    return kind === 'int32'
      ? { kind: 'int32', values: taken(Int32Array, place, rows), ...validity }
      : { kind: 'int64', values: taken(BigInt64Array, place, rows), ...validity };
  };
}

/** Gives arrays of the kernel's memory. */
export function taker({ memory }: Kernel, isView: boolean) {
  return <A extends { slice: () => A }>(
    kind: new (buffer: ArrayBuffer, at: number, length: number) => A,
    at: number,
    length: number,
  ): A => {
    const view = new kind(memory.buffer, at, length);
    return isView ? view : view.slice();
  };
}

function settleBytes(kernel: Kernel, field: Field, at: number, rows: number): (isView: boolean) => Column {
  return (isView) => {
    const taken = taker(kernel, isView);
    const offsets = taken(Uint32Array, kernel.endsAt(at), rows + 1);
    const values: TextValues = { bytes: taken(Uint8Array, kernel.bytesAt(at), offsets[rows]!), offsets };
    return field.kind !== 'product' && field.required
      ? { kind: 'text', values }
      : { kind: 'text', values, validity: taken(Uint8Array, kernel.textPresentAt(at), rows) };
  };
}

/** A table's dictionary holds the values that its own rows use, in the order they appear in. */
function settleCodes(
  kernel: Kernel,
  sink: KernelSink,
  rows: number,
  used: number,
): (isView: boolean) => Column {
  const { at, list } = sink;
  const codes = kernel.codesAt(at);
  kernel.numberEntries(at, rows, codes, used);
  const count = kernel.usedCount.value;
  const size = kernel.usedBytes.value;
  if (sink.dictionary !== 0) kernel.release(sink.dictionary);
  const place = (sink.dictionary = kernel.allocate((count + 1) * 4 + size));
  const bytesPlace = place + (count + 1) * 4;
  kernel.gatherTexts(at, used, count, place, bytesPlace);
  const numbers = new Uint32Array(kernel.memory.buffer, used, count).slice();
  return (isView) => {
    const taken = taker(kernel, isView);
    const dictionary = {
      bytes: taken(Uint8Array, bytesPlace, size),
      offsets: taken(Uint32Array, place, count + 1),
    };
    return {
      kind: 'codes',
      codes: taken(Int32Array, codes, rows),
      dictionary,
      isCompact: true,
      origin: { list, numbers },
    };
  };
}
