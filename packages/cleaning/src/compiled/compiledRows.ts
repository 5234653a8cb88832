import type { Column, Table } from '@sales/parquet';
import { textValues } from '@sales/parquet';
import { type Contract, contractFields, lineageColumns, silverColumns } from '@sales/schema';
import type { RowStore } from '../rowStore.ts';
import { fieldRule } from '../row.ts';
import type { SourceObject } from '../cleaner.ts';
import { generateScanner } from './codegen.ts';
import { interpretPlan } from './interpreter.ts';
import { type Product, planScan, type ScanPlan } from './plan.ts';
import type { Scanner, ScanState } from './scanner.ts';
import { learnShape } from './shape.ts';
import { type CentsSink, createSink, type Int32Sink, putValue, type Sink, takeColumn } from './sink.ts';

/** A shape that lines were seen in, and what scans them. */
interface Learned {
  readonly plan: ScanPlan;
  readonly scan: Scanner;
}

/** Rows of one object that stand together in the table. */
interface Segment {
  readonly source: SourceObject;
  readonly firstRow: number;
}

/** An object whose lines have more shapes than this is not worth learning further. */
const maxShapes = 64;
/** After so many rows it shows whether a text field repeats its values. */
const trialRows = 65_536;

/** Makes a store that reads plain lines itself, by scanners made for the shapes it meets. */
export function createCompiledRows(contract: Contract, ingestDate: string, capacity: number): RowStore {
  const fields = contractFields(contract);
  const columns = silverColumns(contract);
  const sinks = new Map<string, Sink>(
    fields.map(([name, field]) => [name, createSink(field, fieldRule(contract, name, ingestDate), capacity)]),
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
  const state: ScanState = {
    row: 0,
    capacity: Math.min(trialRows, capacity),
    offsets: new Float64Array(capacity),
    base: 0,
  };
  let shapes = new Map<string, Learned | undefined>();
  let current: Learned | undefined;
  let segments: Segment[] = [];
  let source: SourceObject | undefined;
  let isTrial = true;

  /** Decides which text fields are kept as bytes; what was learned reads into the old kind, so it is learned anew. */
  const endTrial = (): void => {
    isTrial = false;
    state.capacity = capacity;
    for (const sink of sinkList) {
      if (sink.kind === 'text' && sink.table.count * 2 > state.row) sink.isHeap = true;
    }
    shapes = new Map();
    current = undefined;
  };

  return {
    startObject(next) {
      source = next;
      segments.push({ source: next, firstRow: state.row });
      // The reference path reads the first line, so that what it reports of an object stands in its report.
      current = undefined;
    },
    isFull: () => state.row >= state.capacity,
    rowCount: () => state.row,
    add(values, offset) {
      let index = 0;
      for (const sink of sinkList) putValue(sink, state.row, values[index++]!);
      state.offsets[state.row++] = offset;
    },
    learn(buffer, start, end) {
      const shape = learnShape(buffer, start, end);
      if (shape === undefined) return;
      let learned = shapes.get(shape.signature);
      if (learned === undefined && !shapes.has(shape.signature) && shapes.size < maxShapes) {
        const plan = planScan(shape, sinks, products);
        learned =
          plan === undefined ? undefined : { plan, scan: generateScanner(plan) ?? interpretPlan(plan) };
        shapes.set(shape.signature, learned);
      }
      if (learned !== undefined) current = learned;
    },
    scan(buffer, start, end, base) {
      if (current === undefined) return { end: start, rows: 0, sums: [], extras: [] };
      const firstRow = state.row;
      state.base = base;
      const at = current.scan(state, buffer, start, end);
      const rows = state.row - firstRow;
      return {
        end: at,
        rows,
        sums:
          rows === 0
            ? []
            : moneySinks.map(({ name, sink }) => ({ name, cents: sumOf(sink, firstRow, state.row) })),
        extras: current.plan.extras,
      };
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
      if (isTrial) endTrial();
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
