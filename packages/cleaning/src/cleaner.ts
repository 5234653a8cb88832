import { isUtf8 } from 'node:buffer';
import type { Table } from '@sales/parquet';
import type { Contract } from '@sales/schema';
import { createFastRows } from './fastRows.ts';
import { createRejectLines } from './rejectLines.ts';
import type { CleaningReport } from './report.ts';
import { parseRow, rowRule } from './row.ts';
import { createReferenceRows, type RowStore } from './rowStore.ts';
import type { RowSpan } from './source/row.ts';
import { partSplitter, rowSplitter } from './source/splitter.ts';
import { createTally } from './tally.ts';

/** An object of the lake, as its rows need to know it. */
export interface SourceObject {
  readonly key: string;
  readonly version: string;
  readonly eventTimeMs: number;
}

/** What cleaning has ready: complete tables, and rejects as lines of quarantine in UTF-8. */
export interface Cleaned {
  readonly tables: readonly Table[];
  readonly rejects: Uint8Array<ArrayBuffer>;
}

/** Cleans one object's text after another. */
export interface Cleaner {
  /**
   * Starts an object; its text follows through `push`. With `from`, only the part from that byte on does: rows must be
   * lines, the byte the first of one, and lines are counted from there.
   */
  readonly startObject: (source: SourceObject, from?: number) => void;
  /** Takes the next bytes of the object's uncompressed text. Throws SourceError: then nothing held may be used any more. */
  readonly push: (chunk: Uint8Array) => void;
  /** Says that the object is complete, and gives its report. Throws SourceError. */
  readonly endObject: () => CleaningReport;
  /** How many line ends the last object, or part of one, had. */
  readonly lineCount: () => number;
  /** Gives what is ready. */
  readonly drain: () => Cleaned;
  /** Gives the rest, after the last object. Its last table is valid until the cleaner is used again. */
  readonly finish: () => Cleaned;
}

/** How a cleaner is made. `ingestDate` is `YYYY-MM-DD`; a table is complete at `rowsPerTable` rows. */
export interface CleanerOptions {
  readonly contract: Contract;
  readonly ingestDate: string;
  readonly rowsPerTable?: number;
}

/**
 * Makes a cleaner that scans plain lines by a plan made for their shape, and gives every other line to the reference path:
 * the same answers, many times faster. Tables have the columns `silverColumns(contract)`, and may hold rows of several
 * objects.
 */
export function createCleaner(options: CleanerOptions): Cleaner {
  const { contract, ingestDate, rowsPerTable = 131_072 } = options;
  return cleanerOver(createFastRows(contract, ingestDate, rowsPerTable), contract, ingestDate);
}

/** Makes the reference cleaner: `JSON.parse` and the rules, the plain meaning that every faster path must give. */
export function createReferenceCleaner(options: CleanerOptions): Cleaner {
  const { contract, ingestDate, rowsPerTable = 131_072 } = options;
  return cleanerOver(createReferenceRows(contract, rowsPerTable), contract, ingestDate);
}

/** Makes a cleaner that collects its rows in the given store. */
export function cleanerOver(rows: RowStore, contract: Contract, ingestDate: string): Cleaner {
  const readRow = rowRule(contract, ingestDate);
  let tables: Table[] = [];
  const rejects = createRejectLines();
  let current: ReturnType<typeof start> | undefined;
  let lines = 0;

  const takeIfFull = (): void => {
    if (rows.isFull()) tables.push(rows.take(false));
  };

  const start = (source: SourceObject, from: number) => {
    const tally = createTally(contract);
    rows.startObject(source);
    const reject = ({ buffer, start, end, offset, line }: RowSpan, reasons: readonly string[]): void => {
      tally.reject(reasons);
      const place = { source: source.key, version: source.version, offset, line };
      rejects.add(place, reasons, buffer.subarray(start, end));
    };
    const onRow = (span: RowSpan): void => {
      const { buffer, start, end, offset } = span;
      const bytes = buffer.subarray(start, end);
      if (!isUtf8(bytes)) return reject(span, ['invalid_utf8']);
      const settled = rows.settle(span);
      if (settled !== undefined) {
        tally.noticeNames(settled.extras, 1);
        if ('reasons' in settled) return reject(span, settled.reasons);
        tally.accept(settled.values, settled.repairs);
        return takeIfFull();
      }
      const raw = parseRow(bytes.toString('utf8'));
      if (typeof raw === 'string') return reject(span, [raw]);
      tally.notice(raw);
      const reading = readRow(raw);
      if ('reasons' in reading) return reject(span, reading.reasons);
      tally.accept(reading.values, reading.repairs);
      rows.add(reading.values, offset);
      takeIfFull();
      rows.learn(buffer, start, end);
    };
    const scan = (start: number, end: number, offset: number) => {
      let at = start;
      let taken = 0;
      for (;;) {
        const scanned = rows.scan(at, end, offset);
        tally.acceptPlain(scanned);
        at = scanned.end;
        taken += scanned.rows;
        if (!rows.isFull()) return { end: at, rows: taken };
        takeIfFull();
      }
    };
    const lineScan = { show: rows.show, scan };
    const splitter =
      from === 0 ? rowSplitter(source.key, onRow, lineScan) : partSplitter(from, onRow, lineScan);
    return { tally, splitter };
  };

  const object = () => {
    if (current === undefined) throw new Error('startObject must be called first');
    return current;
  };

  const drain = (): Cleaned => {
    const ready = { tables, rejects: rejects.take() };
    tables = [];
    return ready;
  };

  return {
    startObject(source, from = 0) {
      current = start(source, from);
    },
    push(chunk) {
      object().splitter.push(chunk);
    },
    endObject() {
      const { splitter, tally } = object();
      lines = splitter.end();
      tally.addSums(rows.takeSums());
      current = undefined;
      return tally.report();
    },
    lineCount: () => lines,
    drain,
    finish() {
      if (rows.rowCount() > 0) tables.push(rows.take(true));
      return drain();
    },
  };
}
