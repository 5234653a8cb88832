import { type Contract, contractFields } from '@sales/schema';
import { renderSample } from './json.ts';
import { type CleaningReport, driftLimit, type ExtraField } from './report.ts';
import type { CleanValue } from './rules/rule.ts';
import type { RawObject } from './row.ts';
import type { Scanned, Sums } from './rowStore.ts';

const sampleLength = 120;

/** Counts what becomes of rows, and gives the report. */
export interface Tally {
  readonly accept: (values: readonly CleanValue[], repairs: readonly string[]) => void;
  /** Counts rows that were accepted without a repair, all with the same extra fields. */
  readonly acceptPlain: (scanned: Scanned) => void;
  /** Notices such fields of rows that nobody parsed. */
  readonly noticeNames: (names: readonly string[], rows: number) => void;
  /** Adds the sums of rows that were accepted so. */
  readonly addSums: (sums: Sums) => void;
  readonly reject: (reasons: readonly string[]) => void;
  /** Notices fields that the contract does not know; called for every row that is an object. */
  readonly notice: (raw: RawObject) => void;
  readonly report: () => CleaningReport;
}

/** Starts a tally at zero. */
export function createTally(contract: Contract): Tally {
  const fields = contractFields(contract);
  const known = new Set(fields.map(([name]) => name));
  const enums = fields.flatMap(([name, { kind }], index) =>
    kind === 'enum' ? [{ index, unknown: `${name}_unknown`, name, values: new Map<string, number>() }] : [],
  );
  const sums = fields.flatMap(([name, { kind }], index) =>
    kind === 'money' || kind === 'product' ? [{ index, name, cents: 0n }] : [],
  );
  const reasonCounts = new Map<string, number>();
  const repairCounts = new Map<string, number>();
  const extraFields = new Map<string, ExtraField>();
  let accepted = 0;
  let rejected = 0;
  let isCut = false;

  // The reference path has seen a line of this shape before, and its fields.
  const noticeNames = (names: readonly string[], rows: number): void => {
    for (const name of names) {
      const seen = extraFields.get(name);
      if (seen !== undefined) extraFields.set(name, { rows: seen.rows + rows, sample: seen.sample });
    }
  };

  return {
    accept(values, repairs) {
      accepted++;
      for (const sum of sums) sum.cents += (values[sum.index] as bigint | null) ?? 0n;
      for (const repair of repairs) {
        bump(repairCounts, repair);
        for (const field of enums) {
          if (repair !== field.unknown) continue;
          const value = values[field.index] as string;
          if (field.values.has(value) || field.values.size < driftLimit) bump(field.values, value);
          else isCut = true;
        }
      }
    },
    acceptPlain({ rows, extras }) {
      if (rows === 0) return;
      accepted += rows;
      noticeNames(extras, rows);
    },
    noticeNames,
    addSums(addends) {
      for (const { name, cents } of addends) {
        const sum = sums.find((other) => other.name === name);
        if (sum !== undefined) sum.cents += cents;
      }
    },
    reject(reasons) {
      rejected++;
      for (const reason of reasons) bump(reasonCounts, reason);
    },
    notice(raw) {
      for (const name in raw) {
        if (known.has(name)) continue;
        const seen = extraFields.get(name);
        if (seen !== undefined) extraFields.set(name, { rows: seen.rows + 1, sample: seen.sample });
        else if (extraFields.size < driftLimit)
          extraFields.set(name, { rows: 1, sample: renderSample(raw[name], sampleLength) });
        else isCut = true;
      }
    },
    report: () => ({
      read: accepted + rejected,
      accepted,
      rejected,
      reasons: sorted(reasonCounts),
      repairs: sorted(repairCounts),
      sumsCents: Object.fromEntries(sums.map(({ name, cents }) => [name, cents])),
      drift: {
        extraFields: sorted(extraFields),
        unknownValues: Object.fromEntries(
          enums.filter(({ values }) => values.size > 0).map(({ name, values }) => [name, sorted(values)]),
        ),
        isCut,
      },
    }),
  };
}

function bump(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function sorted<T>(map: ReadonlyMap<string, T>): Record<string, T> {
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}
