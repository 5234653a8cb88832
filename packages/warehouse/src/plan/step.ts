import type { ColumnDefinition } from '@sales/schema';
import type { GoldFile } from '../request.ts';

/** A text put together from fixed words and values computed by SQL. */
export type Sentence = readonly (string | { readonly sql: string })[];

/** Something that must hold, or the load is refused. */
export interface Check {
  /** What is checked, in a few words. */
  readonly name: string;
  /** A condition over values that are never null. */
  readonly failsWhen: string;
  /** What is then said. */
  readonly sentence: Sentence;
}

/**
 * One step of a load, for any engine that speaks SQL.
 *
 * All SQL in a step is of the subset that Redshift and DuckDB share: no CTE, no tuple comparison, no
 * IS DISTINCT FROM, a MERGE from a table with exactly one clause for a match and one for none.
 */
export type Step = { readonly name: string } & (
  | {
      /** Makes other loads wait until this transaction ends. */
      readonly kind: 'lock';
      readonly table: string;
    }
  | {
      /** Aborts the transaction if a check fails on the one row of `from`. */
      readonly kind: 'assert';
      readonly reason: 'Assertion' | 'Fenced';
      readonly from: string;
      readonly checks: readonly Check[];
    }
  | {
      /** Creates a table of this transaction's own and fills it from files. */
      readonly kind: 'stage';
      readonly table: string;
      readonly columns: readonly ColumnDefinition[];
      /** The column that its joins use. */
      readonly spreadBy: string;
      readonly files: readonly GoldFile[];
    }
  | {
      /** Creates a table of this transaction's own from a query. */
      readonly kind: 'derive';
      readonly table: string;
      readonly spreadBy?: string;
      readonly select: string;
    }
  | {
      /** Overwrites the rows of `table` that have the key of a row of `source`, and adds the other rows of `source`. */
      readonly kind: 'merge';
      readonly table: string;
      readonly source: string;
      readonly key: readonly string[];
      /** The other columns, each with the SQL of its new value. */
      readonly values: readonly (readonly [column: string, value: string])[];
    }
  | { readonly kind: 'run'; readonly sql: string }
);
