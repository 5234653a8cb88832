import type { Column, Table } from '@sales/parquet';
import { textValues } from '@sales/parquet';
import { type Contract, contractFields, lineageColumns, silverColumns } from '@sales/schema';
import type { RowStore } from '../rowStore.ts';
import { fieldRule } from '../row.ts';
import type { SourceObject } from '../cleaner.ts';
import { type CompiledLimits, compiledLimits } from './limits.ts';
import type { Product } from './plan.ts';
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

/** Rows of one object that stand together in the table. */
interface Segment {
  readonly source: SourceObject;
  readonly firstRow: number;
}

/** Makes a store that reads plain lines itself, by scanners made for the shapes it meets. */
export function createCompiledRows(
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
  const moneySinks = [...sinks].flatMap(([name, sink]) => (sink.kind === 'cents' ? [{ name, sink }] : []));
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
  const state: ScanState = { row: 0, capacity: trialRows, offsets: new Float64Array(capacity), base: 0 };
  const book = openShapeBook(sinks, products, limits);
  let segments: Segment[] = [];
  let source: SourceObject | undefined;

  /** Text that hardly repeats is kept as bytes from here on. */
  const endTrial = (): void => {
    state.capacity = capacity;
    for (const sink of sinkList) {
      if (sink.kind === 'text' && distinctRows(sink, state.row) > state.row * limits.mostlyDistinct)
        keepBytes(sink, state.row);
    }
    book.reopen();
  };

  const endTrialIfDue = (): void => {
    if (state.row >= trialRows && state.capacity === trialRows && capacity > trialRows) endTrial();
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
      state.offsets[state.row++] = offset;
      endTrialIfDue();
    },
    learn: book.learn,
    scan(buffer, start, end, base) {
      const firstRow = state.row;
      state.base = base;
      const at = book.scan(state, buffer, start, end);
      const extras = book.extras();
      const rows = state.row - firstRow;
      const sums =
        rows === 0
          ? []
          : moneySinks.map(({ name, sink }) => ({ name, cents: sumOf(sink, firstRow, state.row) }));
      endTrialIfDue();
      return { end: at, rows, sums, extras };
    },
    take(): Table {
      const rowCount = state.row;
      const table = {
        schema: columns,
        rowCount,
        columns: [
          ...sinkList.map((sink, index) => takeColumn(sink, columns[index]!, rowCount)),
          ...takeLineage(segments, state),
        ],
      };
      // A table is shaped by its own rows only: whoever makes it, it is the same.
      for (const sink of sinkList) restart(sink, limits);
      state.capacity = trialRows;
      state.row = 0;
      book.reopen();
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

/** Gives the lineage columns, in the order of `lineageColumns`. */
function takeLineage(segments: readonly Segment[], { row: rowCount, offsets }: ScanState): Column[] {
  const times = new BigInt64Array(rowCount);
  const codes = new Int32Array(rowCount);
  const places = new BigInt64Array(rowCount);
  const keys: string[] = [];
  segments.forEach(({ source, firstRow }, index) => {
    const end = segments[index + 1]?.firstRow ?? rowCount;
    if (end === firstRow) return;
    times.fill(BigInt(Math.trunc(source.eventTimeMs)) * 1000n, firstRow, end);
    codes.fill(keys.length, firstRow, end);
    keys.push(source.key);
  });
  const halves = new Int32Array(places.buffer);
  for (let row = 0; row < rowCount; row++) {
    halves[2 * row] = offsets[row]!;
    halves[2 * row + 1] = offsets[row]! / 2 ** 32;
  }
  const byName: Record<(typeof lineageColumns)[number]['name'], Column> = {
    _source_time: { kind: 'int64', values: times },
    _source_key: { kind: 'codes', codes, dictionary: textValues(keys) },
    _source_offset: { kind: 'int64', values: places },
  };
  return lineageColumns.map(({ name }) => byName[name]);
}
