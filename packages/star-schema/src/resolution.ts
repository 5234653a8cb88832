import type { Table } from '@sales/parquet';
import type { Star } from '@sales/schema';
import { columnOf, numberReader, valueReader } from './columnView.ts';
import { compareLineage, type Lineage, lineageReader } from './sourceOrder.ts';

/** A row that lost against a later one of its business key. */
export interface SupersededRow {
  readonly sourceKey: string;
  readonly offset: number;
}

/** How many rows of an object lost. */
export interface LostRows {
  readonly duplicates: number;
  readonly superseded: number;
}

/** Which rows of a batch stay out of the fact, and why. */
export interface Resolution {
  /** Gives the lost rows from `start` up to `end`, counted from `start`, ascending. */
  readonly lostIn: (start: number, end: number) => Uint32Array;
  /** Rows with the same key and content as a later one. */
  readonly duplicates: number;
  /** Rows with the same key as a later one and other content. */
  readonly superseded: readonly SupersededRow[];
  /** The lost rows by the key of their object. */
  readonly lostBySource: Readonly<Record<string, LostRows>>;
  /** The sum in cents of the fact's measure over all lost rows. */
  readonly lostCents: bigint;
}

/** Decides between rows of one business key: the latest in source order wins. */
export interface Resolver {
  /** Takes clean rows with their numbers in the batch. */
  readonly add: (table: Table, rows: Uint32Array) => void;
  /** Decides between all rows taken so far, of which no key may come again, and forgets them. */
  readonly decide: () => void;
  readonly finish: () => Resolution;
}

interface Candidate {
  readonly row: number;
  readonly lineage: Lineage;
  readonly content: string;
  readonly cents: bigint;
}

/** How many rows are decided between at once: they are held with their whole content, about half a kilobyte each. */
export const rowsPerDecision = 250_000;

/** Starts deciding between rows of a batch of `rowCount`. */
export function createResolver(star: Star, rowCount: number): Resolver {
  const { contract, fact } = star;
  const lost = new Uint8Array(rowCount);
  const superseded: SupersededRow[] = [];
  const lostBySource = new Map<string, { duplicates: number; superseded: number }>();
  let duplicates = 0;
  let lostCents = 0n;
  let groups = new Map<string, Candidate[]>();

  const decideGroup = (group: readonly Candidate[]): void => {
    const winner = group.reduce((a, b) => (compareLineage(a.lineage, b.lineage) < 0 ? b : a));
    for (const candidate of group) {
      if (candidate === winner) continue;
      lost[candidate.row] = 1;
      lostCents += candidate.cents;
      const { key: sourceKey, offset } = candidate.lineage;
      let ofSource = lostBySource.get(sourceKey);
      if (ofSource === undefined) lostBySource.set(sourceKey, (ofSource = { duplicates: 0, superseded: 0 }));
      if (candidate.content === winner.content) {
        duplicates++;
        ofSource.duplicates++;
      } else {
        superseded.push({ sourceKey, offset: Number(offset) });
        ofSource.superseded++;
      }
    }
  };

  return {
    add(table, rows) {
      const keyAt = textOf(table, contract.businessKey);
      const contentAt = textOf(table, Object.keys(contract.fields));
      const centsAt = numberReader(columnOf(table, fact.measure));
      const lineageAt = lineageReader(table);
      for (let at = 0; at < table.rowCount; at++) {
        const key = keyAt(at);
        const candidate = {
          row: rows[at]!,
          lineage: lineageAt(at),
          content: contentAt(at),
          cents: centsAt(at) as bigint,
        };
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [candidate]);
        else group.push(candidate);
      }
    },
    decide() {
      for (const group of groups.values()) decideGroup(group);
      groups = new Map();
    },
    finish: () => ({
      lostIn(start, end) {
        const rows: number[] = [];
        for (let row = start; row < end; row++) if (lost[row] === 1) rows.push(row - start);
        return Uint32Array.from(rows);
      },
      duplicates,
      superseded,
      lostBySource: Object.fromEntries(lostBySource),
      lostCents,
    }),
  };
}

/** Renders some columns of a row as one text, different for different values. */
function textOf(table: Table, names: readonly string[]): (row: number) => string {
  const readers = names.map((name) => valueReader(columnOf(table, name)));
  return (row) => JSON.stringify(readers.map((read) => read(row)?.toString() ?? null));
}
