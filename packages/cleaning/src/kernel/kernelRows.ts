import type { Table } from '@sales/parquet';
import { type Contract, contractFields, silverColumns } from '@sales/schema';
import type { SourceObject } from '../cleaner.ts';
import { type CompiledLimits, compiledLimits } from '../compiled/limits.ts';
import { lineage, type Segment } from '../compiled/lineage.ts';
import { openShapeBook } from '../compiled/shapeBook.ts';
import { isCleanText } from '../compiled/verdict.ts';
import { fieldRule } from '../row.ts';
import type { RowStore, Scanned } from '../rowStore.ts';
import type { CleanValue } from '../rules/rule.ts';
import { doubtReader } from './doubts.ts';
import { type Kernel, openKernel } from './kernel.ts';
import { writePlan } from './kernelPlan.ts';
import { createKernelSinks, type KernelSink, settleColumn, taker } from './kernelSinks.ts';

/** How many bytes behind the text may be read. */
const spareBytes = 1024;
/** What `askDay` answers when the rule does not simply keep a day. */
const otherDay = -0x8000_0000;

/**
 * Makes a store that reads plain lines by the kernel, which is WebAssembly: text into dictionaries, numbers in place, sixteen
 * bytes at a time and without a JavaScript value. Undefined where there is no WebAssembly.
 */
export function createKernelRows(
  contract: Contract,
  ingestDate: string,
  capacity: number,
  limits: CompiledLimits = compiledLimits,
): RowStore | undefined {
  const fields = contractFields(contract);
  const rules = fields.map(([name]) => fieldRule(contract, name, ingestDate));
  const bytesOf = (at: number, size: number): Buffer => Buffer.from(kernel!.memory.buffer, at, size);
  const kernel: Kernel | undefined = openKernel({
    judge: (id, entry) => {
      const { at } = sinks[id]!;
      const text = bytesOf(kernel!.entryAt(at, entry), kernel!.entryBytes(at, entry));
      return isCleanText(rules[id]!, text) ? 1 : 2;
    },
    keeps: (id, at, size) => (isCleanText(rules[id]!, bytesOf(at, size)) ? 1 : 0),
    askDay: (id, at) => {
      const reading = rules[id]!(bytesOf(at, 10).toString('latin1'));
      return 'value' in reading && reading.repairs.length === 0 ? (reading.value as number) : otherDay;
    },
  });
  if (kernel === undefined) return undefined;

  const { memory } = kernel;
  const columns = silverColumns(contract);
  const sinks: readonly KernelSink[] = createKernelSinks(kernel, fields, capacity, limits);
  const texts = sinks.filter((sink) => sink.kind === 'text');
  const moneys = sinks.filter((sink) => sink.kind === 'cents');
  const byName = new Map(sinks.map((sink) => [sink.name, sink]));
  const book = openShapeBook(
    (shape) => writePlan(kernel, shape, byName),
    limits,
    ({ at }) => kernel.releasePlan(at),
  );
  const readDoubts = doubtReader(kernel, sinks, rules);
  const offsets = kernel.allocate(capacity * 8);
  const codes = kernel.allocate(capacity * 4);
  const used = kernel.allocate(capacity * 4);
  const trialRows = Math.min(limits.trialRows, capacity);
  let room = trialRows;
  let row = 0;
  let segments: Segment[] = [];
  let source: SourceObject | undefined;
  let window = kernel.allocate(spareBytes);
  let windowBytes = spareBytes;
  let shown: { readonly buffer: Buffer; readonly end: number } | undefined;
  /** What added to a place in the buffer that was shown gives its place in memory. */
  let shift = 0;

  const reserve = (bytes: number): number => {
    if (bytes > windowBytes) {
      kernel.release(window);
      windowBytes = bytes * 2;
      window = kernel.allocate(windowBytes);
    }
    return window;
  };

  const endTrialIfDue = (): void => {
    if (row < trialRows || room !== trialRows || capacity <= trialRows) return;
    room = capacity;
    // Text that hardly repeats is kept as bytes from here on.
    for (const { at } of texts) {
      kernel.numberEntries(at, row, codes, used);
      if (kernel.usedCount.value > row * limits.mostlyDistinct) kernel.keepAsBytes(at, row);
    }
  };

  const put = (sink: KernelSink, value: CleanValue): void => {
    if (sink.kind === 'text') {
      if (value === null) return kernel.putNull(sink.at, row);
      const text = Buffer.from(value as string);
      const at = kernel.allocate(text.length + spareBytes);
      bytesOf(at, text.length).set(text);
      kernel.putText(sink.at, at, text.length, row);
      return kernel.release(at);
    }
    const view = new DataView(memory.buffer);
    view.setUint8(kernel.presentAt(sink.at) + row, value === null ? 0 : 1);
    const values = kernel.valuesAt(sink.at);
    if (sink.kind === 'int32') view.setInt32(values + row * 4, (value as number | null) ?? 0, true);
    else view.setBigInt64(values + row * 8, (value as bigint | null) ?? 0n, true);
  };

  const endRow = (offset: number): void => {
    new DataView(memory.buffer).setBigInt64(offsets + row * 8, BigInt(offset), true);
    row++;
    endTrialIfDue();
  };

  const scanByPlan = (start: number, end: number, base: number): Scanned => {
    const plan = book.current();
    if (plan === undefined) return { end: start, rows: 0, extras: [] };
    const firstRow = row;
    const at = kernel.scan(plan.at, start + shift, end + shift, row, room, offsets, BigInt(base - shift));
    row = kernel.scannedTo.value;
    endTrialIfDue();
    return { end: at - shift, rows: row - firstRow, extras: plan.extras };
  };

  return {
    startObject(next) {
      source = next;
      segments.push({ source: next, firstRow: row });
      // The reference path reads the first line, so that what it reports of an object stands in its report.
      book.forget();
    },
    isFull: () => row >= capacity,
    rowCount: () => row,
    add(values, offset) {
      let index = 0;
      for (const sink of sinks) put(sink, values[index++]!);
      endRow(offset);
    },
    learn: book.learn,
    show(buffer, start, end) {
      const at = reserve(end - start + spareBytes);
      bytesOf(at, end - start).set(buffer.subarray(start, end));
      shift = at - start;
      shown = { buffer, end };
    },
    scan(start, end, base) {
      let scanned = scanByPlan(start, end, base);
      if (scanned.rows === 0 && scanned.end < end) {
        book.turnBack();
        scanned = scanByPlan(start, end, base);
        // A line that neither takes is most likely of the shape that the lines before it have.
        if (scanned.rows === 0) book.turnBack();
      }
      return scanned;
    },
    settle({ buffer, start, end, offset }) {
      const plan = book.current();
      if (plan === undefined || buffer !== shown?.buffer || end > shown.end) return undefined;
      const count = kernel.inspect(plan.at, start + shift, shown.end + shift, row);
      if (count < 0) return undefined;
      for (const sink of plan.absent) put(sink, null);
      const reading = readDoubts({ plan, buffer, shift, count, row });
      if (reading === undefined) return undefined;
      if ('values' in reading) {
        reading.values.forEach((value, index) => put(sinks[index]!, value));
        endRow(offset);
      }
      return { ...reading, extras: plan.extras };
    },
    takeSums: () => moneys.map(({ name, at }) => ({ name, cents: kernel.takeSum(at) })),
    take(isLent): Table {
      const rows = row;
      const settled = sinks.map((sink, index) => settleColumn(kernel, sink, columns[index]!, { rows, used }));
      // A table is shaped by its own rows only: whoever makes it, it is the same.
      for (const sink of texts) {
        const isLarge = kernel.entryCount(sink.at) > limits.keptEntries;
        kernel.restart(sink.at, isLarge ? limits.firstEntries : 0, limits.firstBytes);
        if (isLarge) sink.list = {};
      }
      // From here on the memory neither moves nor changes.
      const places = taker(kernel, isLent)(BigInt64Array, offsets, rows);
      const table = {
        schema: columns,
        rowCount: rows,
        columns: [...settled.map((column) => column(isLent)), ...lineage(segments, places)],
      };
      room = trialRows;
      row = 0;
      segments = source === undefined ? [] : [{ source, firstRow: 0 }];
      return table;
    },
  };
}
