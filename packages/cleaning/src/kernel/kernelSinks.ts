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
        return { kind: 'text', name, field, at, product: undefined, list };
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

/** Copies the first `rows` rows out of the kernel's memory, by way of two lists of a number a row. */
export function takeColumn(
  kernel: Kernel,
  { kind, field, at, list }: KernelSink,
  { nullable }: ColumnDefinition,
  rows: number,
  scratch: { readonly codes: number; readonly used: number },
): Column {
  if (kind === 'text') {
    return kernel.isHeap(at) === 1
      ? takeBytes(kernel, field, at, rows)
      : takeCodes(kernel, { at, list }, rows, scratch);
  }
  const { buffer } = kernel.memory;
  const validity = nullable ? { validity: new Uint8Array(buffer, kernel.presentAt(at), rows).slice() } : {};
  const place = kernel.valuesAt(at);
  return kind === 'int32'
    ? { kind: 'int32', values: new Int32Array(buffer, place, rows).slice(), ...validity }
    : { kind: 'int64', values: new BigInt64Array(buffer, place, rows).slice(), ...validity };
}

function takeBytes({ memory, ...kernel }: Kernel, field: Field, at: number, rows: number): Column {
  const { buffer } = memory;
  const offsets = new Uint32Array(buffer, kernel.endsAt(at), rows + 1).slice();
  const bytes = new Uint8Array(buffer, kernel.bytesAt(at), offsets[rows]).slice();
  const values: TextValues = { bytes, offsets };
  return field.kind !== 'product' && field.required
    ? { kind: 'text', values }
    : { kind: 'text', values, validity: new Uint8Array(buffer, kernel.textPresentAt(at), rows).slice() };
}

/** A table's dictionary holds the values that its own rows use, in the order they appear in. */
function takeCodes(
  kernel: Kernel,
  { at, list }: Pick<KernelSink, 'at' | 'list'>,
  rows: number,
  { codes, used }: { readonly codes: number; readonly used: number },
): Column {
  kernel.numberEntries(at, rows, codes, used);
  const count = kernel.usedCount.value;
  const size = kernel.usedBytes.value;
  const place = kernel.allocate((count + 1) * 4 + size);
  const bytesPlace = place + (count + 1) * 4;
  kernel.gatherTexts(at, used, count, place, bytesPlace);
  const { buffer } = kernel.memory;
  const dictionary: TextValues = {
    bytes: new Uint8Array(buffer, bytesPlace, size).slice(),
    offsets: new Uint32Array(buffer, place, count + 1).slice(),
  };
  kernel.release(place);
  return {
    kind: 'codes',
    codes: new Int32Array(buffer, codes, rows).slice(),
    dictionary,
    isCompact: true,
    origin: { list, numbers: new Uint32Array(buffer, used, count).slice() },
  };
}
