import type { Dimension } from '@sales/schema';
import type { ObjectOutcome } from '../../src/index.ts';
import {
  businessKey,
  compareBytes,
  compareSource,
  content,
  stamp,
  totalCents,
  type Visit,
  visitStar,
} from './visits.ts';

/** What a batch's rows come to before they meet the warehouse. */
export interface Resolved {
  /** One row a business key. */
  readonly staged: readonly Visit[];
  readonly duplicates: number;
  readonly superseded: number;
}

/** Decides on the rows of one batch: of a business key the latest wins. */
export function resolve(visits: readonly Visit[]): Resolved {
  const winners = latestByKey(visits);
  const losers = visits.filter((each) => winners.get(businessKey(each)) !== each);
  const duplicates = losers.filter(
    (each) => content(each) === content(winners.get(businessKey(each))!),
  ).length;
  return { staged: [...winners.values()], duplicates, superseded: losers.length - duplicates };
}

/** The fact of all visits ever, however they were split into batches. */
export function latestByKey(visits: readonly Visit[]): Map<string, Visit> {
  const winners = new Map<string, Visit>();
  for (const each of visits) {
    const held = winners.get(businessKey(each));
    if (held === undefined || compareSource(each, held) > 0) winners.set(businessKey(each), each);
  }
  return winners;
}

interface Known {
  readonly value: string;
  readonly stamp: string;
}

/** What is known of each member of a dimension from some visits. */
export function survivors(
  dimension: Dimension,
  visits: readonly Visit[],
): Map<string, ReadonlyMap<string, Known>> {
  const members = new Map<string, Map<string, Known>>();
  for (const each of visits) {
    const row = each as unknown as Readonly<Record<string, string | null>>;
    const key = row[dimension.key]!;
    const member = members.get(key) ?? new Map<string, Known>();
    members.set(key, member);
    for (const attribute of dimension.attributes) {
      const value = row[attribute] ?? null;
      if (value === null) continue;
      const held = member.get(attribute);
      const order = held === undefined ? 1 : compareBytes(stamp(each), held.stamp);
      if (order > 0 || (order === 0 && compareBytes(value, held!.value) < 0))
        member.set(attribute, { value, stamp: stamp(each) });
    }
  }
  return members;
}

/** What one load must report. */
export interface Outcome {
  readonly inserted: number;
  readonly corrected: number;
  readonly duplicates: number;
  readonly late: number;
  readonly measureCents: bigint;
  readonly bySource: Readonly<Record<string, ObjectOutcome>>;
}

/** A warehouse that is a map: the meaning of loading batches one after another. */
export function createModel() {
  const fact = new Map<string, Visit>();
  const seen: Visit[] = [];
  const superseded: Visit[] = [];
  return {
    fact,
    superseded,
    load(visits: readonly Visit[]): Outcome {
      seen.push(...visits);
      const outcome = { inserted: 0, corrected: 0, duplicates: 0, late: 0, measureCents: 0n };
      const bySource: Record<string, { corrected: number; duplicates: number; late: number }> = {};
      const count = (what: 'corrected' | 'duplicates' | 'late', key: string): void => {
        outcome[what]++;
        (bySource[key] ??= { corrected: 0, duplicates: 0, late: 0 })[what]++;
      };
      for (const row of resolve(visits).staged) {
        const held = fact.get(businessKey(row));
        const later = held === undefined || compareSource(row, held) > 0;
        if (held === undefined) outcome.inserted++;
        else if (content(held) === content(row)) count('duplicates', row.key);
        else count(later ? 'corrected' : 'late', row.key);
        const differs = held === undefined || content(held) !== content(row);
        if (differs && later) outcome.measureCents += totalCents(row);
        if (differs && held !== undefined) superseded.push(later ? held : row);
        if (later) fact.set(businessKey(row), row);
      }
      return { ...outcome, bySource };
    },
    dimension: (dimension: Dimension) => survivors(dimension, seen),
    dimensions: visitStar.dimensions,
  };
}
