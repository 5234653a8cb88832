import type { Table } from '@sales/parquet';
import type { Star } from '@sales/schema';
import { columnOf, numberReader, valueReader } from './columnView.ts';
import type { Suspects } from './keyScan.ts';
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
  /** Tells whether a row of the batch lost, by its number. */
  readonly isLost: (row: number) => boolean;
  /** Rows with the same key and content as a later one. */
  readonly duplicates: number;
  /** Rows with the same key as a later one and other content. */
  readonly superseded: readonly SupersededRow[];
  /** The lost rows by the key of their object. */
  readonly lostBySource: Readonly<Record<string, LostRows>>;
  /** The sum in cents of the fact's measure over all lost rows. */
  readonly lostCents: bigint;
}

/** Decides between the suspects of one partition after the other. */
export interface Resolver {
  /** How many times the batch must be gone through; none when no row is suspect. */
  readonly partitions: number;
  /** Takes the next rows of the batch, in the order of the key scan, once for each partition. */
  readonly add: (table: Table) => void;
  /** Decides the partition gone through, and starts the next one. */
  readonly endPartition: () => void;
  readonly finish: () => Resolution;
}

interface Candidate {
  readonly row: number;
  readonly lineage: Lineage;
  readonly content: string;
  readonly cents: bigint;
}

/** Candidates are held with their whole content, about half a kilobyte each. */
const candidatesPerPartition = 500_000;

/** Starts deciding which row of each business key wins: the latest in source order. */
export function createResolver(star: Star, suspects: Suspects): Resolver {
  const { contract, fact } = star;
  const partitions = Math.ceil(suspects.count / candidatesPerPartition);
  const lost = new Uint8Array(suspects.rowCount);
  const superseded: SupersededRow[] = [];
  const lostBySource = new Map<string, { duplicates: number; superseded: number }>();
  let duplicates = 0;
  let lostCents = 0n;
  let partition = 0;
  let nextRow = 0;
  let groups = new Map<string, Candidate[]>();

  const decide = (group: readonly Candidate[]): void => {
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
    partitions,
    add(table) {
      const keyAt = textOf(table, contract.businessKey);
      const contentAt = textOf(table, Object.keys(contract.fields));
      const centsAt = numberReader(columnOf(table, fact.measure));
      const lineageAt = lineageReader(table);
      for (let at = 0; at < table.rowCount; at++) {
        const row = nextRow + at;
        if (!suspects.isIn(row, partition, partitions)) continue;
        const key = keyAt(at);
        const candidate = {
          row,
          lineage: lineageAt(at),
          content: contentAt(at),
          cents: centsAt(at) as bigint,
        };
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [candidate]);
        else group.push(candidate);
      }
      nextRow += table.rowCount;
    },
    endPartition() {
      for (const group of groups.values()) decide(group);
      groups = new Map();
      nextRow = 0;
      partition++;
    },
    finish: () => ({
      isLost: (row) => lost[row] === 1,
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
