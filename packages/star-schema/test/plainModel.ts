import { attributeFields, renderDay, type Dimension } from '@sales/schema';
import { type Row, visits, visitStar } from './visits.ts';
import { plainXxHash64 } from './plainXxHash64.ts';

/** What a batch comes to, said in the plainest way: all rows in one Map, nothing clever. */
export interface PlainModel {
  readonly fact: readonly Row[];
  readonly duplicates: number;
  readonly superseded: readonly { readonly sourceKey: string; readonly offset: number }[];
  readonly lostBySource: Readonly<
    Record<string, { readonly duplicates: number; readonly superseded: number }>
  >;
  readonly lostCents: bigint;
}

/** Decides which row of each business key wins. */
export function plainModel(rows: readonly Row[]): PlainModel {
  const groups = Map.groupBy(rows, (row) =>
    JSON.stringify(visits.businessKey.map((name) => String(row[name]))),
  );
  const fact: Row[] = [];
  const superseded: { sourceKey: string; offset: number }[] = [];
  const lostBySource: Record<string, { duplicates: number; superseded: number }> = {};
  let duplicates = 0;
  let lostCents = 0n;
  for (const group of groups.values()) {
    const [winner, ...losers] = [...group].sort(compareSource).reverse();
    fact.push(factRow(winner!));
    for (const loser of losers) {
      const source = loser['_source_key'] as string;
      const lost = (lostBySource[source] ??= { duplicates: 0, superseded: 0 });
      lostCents += loser['total'] as bigint;
      if (contentOf(loser) === contentOf(winner!)) {
        duplicates++;
        lost.duplicates++;
      } else {
        superseded.push({ sourceKey: source, offset: Number(loser['_source_offset']) });
        lost.superseded++;
      }
    }
  }
  return { fact, duplicates, superseded, lostBySource, lostCents };
}

/** Gives a dimension's members by key: of each attribute the value with the greatest stamp. */
export function plainDimension(rows: readonly Row[], dimension: Dimension): Row[] {
  const members = Map.groupBy(rows, (row) => row[dimension.key] as string);
  return [...members.keys()].sort(compareBytes).map((key) => {
    const member: Record<string, string | null> = { [dimension.key]: key };
    for (const name of dimension.attributes) {
      const known = members.get(key)!.filter((row) => row[name] !== null);
      const best = known.sort(
        (a, b) => compareBytes(stampOf(b), stampOf(a)) || compareBytes(a[name] as string, b[name] as string),
      )[0];
      member[name] = (best?.[name] as string | undefined) ?? null;
      member[`_${name}_as_of`] = best === undefined ? null : stampOf(best);
    }
    return member;
  });
}

/** A row's attributes' hash, by its definition. */
export function plainAttributesHash(row: Row): bigint {
  return attributeFields(visitStar)
    .filter((name) => row[name] !== null)
    .map((name) => plainXxHash64(Buffer.from(`${name}=${row[name]!}`), 42n))
    .reduce((a, b) => BigInt.asIntN(64, a ^ b), 0n);
}

function factRow(row: Row): Row {
  const lineage = Object.entries(row).filter(([name]) => name.startsWith('_source'));
  const kept = visitStar.fact.columns.map((name) => [name, row[name]!] as const);
  return Object.fromEntries([...kept, ['_attributes_hash', plainAttributesHash(row)], ...lineage]);
}

function digits(value: unknown): string {
  return String(value).padStart(16, '0');
}

function stampOf(row: Row): string {
  const day = renderDay(row['day'] as number);
  return `${day}\t${digits(row['_source_time'])}\t${row['_source_key'] as string}\t${digits(row['_source_offset'])}`;
}

function contentOf(row: Row): string {
  return JSON.stringify(Object.keys(visits.fields).map((name) => [typeof row[name], String(row[name])]));
}

function compareSource(a: Row, b: Row): number {
  const [timeA, timeB] = [a['_source_time'] as bigint, b['_source_time'] as bigint];
  if (timeA !== timeB) return timeA < timeB ? -1 : 1;
  const keys = compareBytes(a['_source_key'] as string, b['_source_key'] as string);
  if (keys !== 0) return keys;
  return Number((a['_source_offset'] as bigint) - (b['_source_offset'] as bigint));
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
