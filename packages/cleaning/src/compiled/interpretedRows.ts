import type { Table } from '@sales/parquet';
import { type Contract, contractFields, silverColumns } from '@sales/schema';
import type { SourceObject } from '../cleaner.ts';
import { fieldRule } from '../row.ts';
import type { RowStore } from '../rowStore.ts';
import { interpretPlan } from './interpreter.ts';
import { type CompiledLimits, compiledLimits } from './limits.ts';
import { lineage, type Segment } from './lineage.ts';
import { planScan, type Product } from './plan.ts';
import type { ScanState } from './scanner.ts';
import { openShapeBook } from './shapeBook.ts';
import {
  type CentsSink,
  createSink,
  distinctRows,
  type Int32Sink,
  keepBytes,
  putValue,
  restart,
  type Sink,
  takeColumn,
} from './sink.ts';

/** Makes a store that reads plain lines itself in JavaScript, by plans for the shapes it meets: the kernel's understudy. */
export function createInterpretedRows(
  contract: Contract,
  ingestDate: string,
  capacity: number,
  limits: CompiledLimits = compiledLimits,
): RowStore {
  const fields = contractFields(contract);
  const columns = silverColumns(contract);
  const sinks = new Map<string, Sink>(
    fields.map(([name, field]) => [
      name,
      createSink(field, fieldRule(contract, name, ingestDate), capacity, limits),
    ]),
  );
  const sinkList = [...sinks.values()];
  const moneySinks = [...sinks].flatMap(([name, sink]) =>
    sink.kind === 'cents' ? [{ name, sink, cents: 0n }] : [],
  );
  const products = fields.flatMap(([name, field]): Product[] =>
    field.kind === 'product'
      ? [
          {
            sink: sinks.get(name) as CentsSink,
            quantity: sinks.get(field.quantity) as Int32Sink,
            price: sinks.get(field.price) as CentsSink,
            toleranceCents: Number(field.toleranceCents),
            given: -1,
          },
        ]
      : [],
  );
  const trialRows = Math.min(limits.trialRows, capacity);
  const state: ScanState = { row: 0, capacity: trialRows, offsets: new BigInt64Array(capacity), base: 0 };
  const book = openShapeBook((shape) => {
    const plan = planScan(shape, sinks);
    return plan && { scan: interpretPlan(plan, products), extras: plan.extras };
  }, limits);
  let bytes: Uint8Array = new Uint8Array();
  let segments: Segment[] = [];
  let source: SourceObject | undefined;

  const endTrialIfDue = (): void => {
    if (state.row < trialRows || state.capacity !== trialRows || capacity <= trialRows) return;
    state.capacity = capacity;
    // Text that hardly repeats is kept as bytes from here on.
    for (const sink of sinkList) {
      if (sink.kind === 'text' && distinctRows(sink, state.row) > state.row * limits.mostlyDistinct)
        keepBytes(sink, state.row);
    }
  };

  return {
    startObject(next) {
      source = next;
      segments.push({ source: next, firstRow: state.row });
      // The reference path reads the first line, so that what it reports of an object stands in its report.
      book.forget();
    },
    isFull: () => state.row >= capacity,
    rowCount: () => state.row,
    add(values, offset) {
      let index = 0;
      for (const sink of sinkList) putValue(sink, state.row, values[index++]!);
      state.offsets[state.row++] = BigInt(offset);
      endTrialIfDue();
    },
    learn: book.learn,
    show(buffer) {
      bytes = buffer;
    },
    scan(start, end, base) {
      const page = book.current();
      if (page === undefined) return { end: start, rows: 0, extras: [] };
      const firstRow = state.row;
      state.base = base;
      const at = page.scan(state, bytes, start, end);
      for (const sum of moneySinks) sum.cents += sumOf(sum.sink, firstRow, state.row);
      const rows = state.row - firstRow;
      endTrialIfDue();
      return { end: at, rows, extras: page.extras };
    },
    settle: () => undefined,
    takeSums() {
      const sums = moneySinks.map(({ name, cents }) => ({ name, cents }));
      for (const sum of moneySinks) sum.cents = 0n;
      return sums;
    },
    take(): Table {
      const rowCount = state.row;
      const table = {
        schema: columns,
        rowCount,
        columns: [
          ...sinkList.map((sink, index) => takeColumn(sink, columns[index]!, rowCount)),
          ...lineage(segments, state.offsets.slice(0, rowCount)),
        ],
      };
      // A table is shaped by its own rows only: whoever makes it, it is the same.
      for (const sink of sinkList) restart(sink, limits);
      state.capacity = trialRows;
      state.row = 0;
      segments = source === undefined ? [] : [{ source, firstRow: 0 }];
      return table;
    },
  };
}

/** Sums halves apart: neither sum can leave what a double holds exactly. */
function sumOf({ halves, present }: CentsSink, start: number, end: number): bigint {
  let low = 0;
  let high = 0;
  for (let row = start; row < end; row++) {
    if (present[row] === 0) continue;
    low += halves[2 * row]! >>> 0;
    high += halves[2 * row + 1]!;
  }
  return (BigInt(high) << 32n) + BigInt(low);
}
