import type { Counts, Drift } from '@sales/cleaning';
import { renderCents } from '@sales/schema';
import * as z from 'zod';
import type { Stage } from './events.ts';

/** What became of the rows of one object, or of a whole batch. `read = loaded + quarantined + duplicates`. */
export interface RowCounts {
  readonly read: number;
  /** Rows that are in the fact because of this batch: new ones and corrections. */
  readonly loaded: number;
  /** Rows refused by a rule or superseded by another row. */
  readonly quarantined: number;
  /** Rows that say what another row, or the warehouse, says already. */
  readonly duplicates: number;
}

/** The whole account of one batch. */
export interface BatchReport extends RowCounts {
  readonly batchId: string;
  readonly attempt: number;
  readonly ingestDate: string;
  /** Whether the warehouse had this batch already, so that nothing changed. */
  readonly alreadyLoaded: boolean;
  readonly finishedAt: string;
  /** Rows new to the fact. */
  readonly inserted: number;
  /** Rows that replaced an earlier row of their key in the warehouse. */
  readonly corrected: number;
  /** Rows that lost against a later one of their key: of this batch, and of earlier ones that this batch corrected. */
  readonly superseded: number;
  /** Quarantined rows by reason; a row counts under each of its reasons. */
  readonly reasons: Counts;
  readonly repairs: Counts;
  readonly drift: Drift;
  /** The sum of the loaded rows' measure, in cents. */
  readonly totalAmountCents: bigint;
  readonly seconds: Readonly<Record<Stage, number>>;
  readonly objects: readonly ObjectReport[];
}

/** What became of the rows of one object. */
export interface ObjectReport extends RowCounts {
  readonly key: string;
  readonly version: string;
  readonly sizeBytes: number;
}

/** Gives a report as a JSON value: cents stay exact as an integer where a double holds them, else as text. */
export function reportJson(report: BatchReport): Readonly<Record<string, unknown>> {
  const { totalAmountCents, ...rest } = report;
  return {
    ...rest,
    totalAmountCents: jsonInteger(totalAmountCents),
    totalAmount: renderCents(totalAmountCents),
  };
}

const count = z.int().min(0);
const jsonCents = z.union([z.int(), z.string().regex(/^-?\d+$/)]).transform((digits) => BigInt(digits));

/** The totals that a report's JSON value holds. */
export const accountSchema = z.object({
  read: count,
  loaded: count,
  quarantined: count,
  duplicates: count,
  superseded: count,
  reasons: z.record(z.string(), count),
  totalAmountCents: jsonCents,
});

/** Gives a report back from its JSON value; beyond the totals that is believed. */
export const reportSchema = z
  .looseObject({ batchId: z.string(), objects: z.array(z.unknown()), ...accountSchema.shape })
  .transform(({ totalAmount: _asText, ...report }) => report as unknown as BatchReport);

/** A JSON number where every reader gets the same integer from it, else its digits as text. */
function jsonInteger(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}
