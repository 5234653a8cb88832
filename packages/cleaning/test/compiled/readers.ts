import { contracts, type FuzzCase, type FuzzObject } from '@sales/fuzz';
import type { Contract } from '@sales/schema';
import type { Table } from '@sales/parquet';
import { type Cleaned, cleanerOver } from '../../src/cleaner.ts';
import { createInterpretedRows } from '../../src/compiled/interpretedRows.ts';
import { createFastRows } from '../../src/fastRows.ts';
import { createKernelRows } from '../../src/kernel/kernelRows.ts';
import { createReferenceRows, type RowStore } from '../../src/rowStore.ts';
import { SourceError } from '../../src/index.ts';

/** The ways to read rows, which must give the same. */
export type ReaderName = 'reference' | 'interpreted' | 'kernel' | 'fastest';

/** What a reader makes of a case, in the order it gives it. */
export interface ReadCase {
  /** Tables and rejects as they are drained, behind every chunk. */
  readonly drained: readonly Drained[];
  /** A report and a count of lines for each part of an object. */
  readonly reports: readonly string[];
  /** How the case ended: a broken object ends it. */
  readonly fault: string | undefined;
  /** Rows that scanners read by themselves. */
  readonly scannedRows: number;
  readonly rows: number;
}

interface Drained {
  readonly tables: readonly Table[];
  readonly rejects: string;
}

function readable({ tables, rejects }: Cleaned): Drained {
  return { tables, rejects: Buffer.from(rejects).toString() };
}

/** Reads a case in one of the ways. */
export function readCase(fuzzCase: FuzzCase, name: ReaderName): ReadCase {
  const contract = contracts[fuzzCase.contract]!;
  const { store, scannedRows } = counted(rowStore(fuzzCase, contract, name));
  const cleaner = cleanerOver(store, contract, fuzzCase.ingestDate);
  const drained: Drained[] = [];
  const reports: string[] = [];
  let rows = 0;
  let fault: string | undefined;
  try {
    for (const [index, object] of fuzzCase.objects.entries()) {
      const source = { key: object.key, version: 'v1', eventTimeMs: 1_700_000_000_123.5 + index };
      for (const part of partsOf(object)) {
        cleaner.startObject(source, part.from);
        for (const chunk of part.chunks) {
          // A chunk of its own, spoilt afterwards: nothing may be left to lie in it.
          const copy = Buffer.from(chunk);
          cleaner.push(copy);
          copy.fill(0x22);
          drained.push(readable(cleaner.drain()));
        }
        const report = cleaner.endObject();
        rows += report.read;
        reports.push(`${JSON.stringify(report, withBigInts)} ${cleaner.lineCount()}`);
      }
    }
    drained.push(readable(cleaner.finish()));
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    fault = String(error);
  }
  return { drained, reports, fault, scannedRows: scannedRows(), rows };
}

function rowStore({ limits, ingestDate }: FuzzCase, contract: Contract, name: ReaderName): RowStore {
  const { rowsPerTable, ...ways } = limits;
  if (name === 'reference') return createReferenceRows(contract, rowsPerTable);
  const create = { interpreted: createInterpretedRows, kernel: createKernelRows, fastest: createFastRows }[
    name
  ];
  return create(contract, ingestDate, rowsPerTable, ways)!;
}

function counted(store: RowStore): { readonly store: RowStore; readonly scannedRows: () => number } {
  let rows = 0;
  const scan: RowStore['scan'] = (start, end, base) => {
    const scanned = store.scan(start, end, base);
    rows += scanned.rows;
    return scanned;
  };
  return { store: { ...store, scan }, scannedRows: () => rows };
}

/** An object's parts, each in its chunks. */
function partsOf({ text, cuts, parts }: FuzzObject) {
  return [0, ...parts].map((from, index, starts) => {
    const end = starts[index + 1] ?? text.length;
    const edges = [from, ...cuts.filter((cut) => cut > from && cut < end), end];
    return { from, chunks: edges.slice(1).map((to, at) => text.subarray(edges[at], to)) };
  });
}

function withBigInts(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

/** Tells how each column of a table is held. */
export function columnKinds({ schema, columns }: Table): Record<string, string> {
  return Object.fromEntries(schema.map(({ name }, index) => [name, columns[index]!.kind]));
}
