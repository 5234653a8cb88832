import type { ResolvedOptions } from '../options.ts';

/** What one batch of all files must count. */
export interface TruthCounts {
  /** Rows: every line that is not blank. `read = accepted + rejected`. */
  readonly read: number;
  /** Clean rows. `accepted = loaded + duplicates + superseded`. */
  readonly accepted: number;
  readonly rejected: number;
  /** Rows that become facts. */
  readonly loaded: number;
  /** Rows that are not the last of their key, with the content of the last. */
  readonly duplicates: number;
  /** Rows that are not the last of their key, with other content than the last. */
  readonly superseded: number;
  /** The sum of the loaded rows' total amounts, in cents, as decimal digits. */
  readonly totalAmountCents: string;
  /** Rejected rows by reason; a row with several reasons counts under each. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Accepted rows by repair. */
  readonly repairs: Readonly<Record<string, number>>;
}

/** A file and what it contributes to the one batch of all files. */
export interface TruthFile extends TruthCounts {
  readonly name: string;
  /** The length of its text, before compression. */
  readonly bytes: number;
}

/** What a dimension must hold after all files are loaded, in any order and any number of batches. */
export interface TruthDimension {
  readonly rows: number;
  /** SHA-256, in hex, of the lines `key TAB attribute TAB ...`, sorted by bytes and joined by LF. */
  readonly sha256: string;
  /** The same rows one by one, of a dimension that is small. */
  readonly members?: readonly (readonly string[])[];
}

/** What a month's facts must add up to. */
export interface TruthMonth {
  readonly rows: number;
  readonly totalAmountCents: string;
}

/** Everything that is known of the generated data: a run over it can be checked against this. */
export interface Truth {
  readonly version: 1;
  readonly options: ResolvedOptions;
  readonly total: TruthCounts & { readonly bytes: number };
  readonly files: readonly TruthFile[];
  /** Rows by entry of the dirt catalogue. */
  readonly dirt: Readonly<Record<string, number>>;
  /** Rows by field that the contract does not know. */
  readonly extraFields: Readonly<Record<string, number>>;
  readonly facts: {
    readonly rows: number;
    /**
     * SHA-256, in hex, of the lines `transaction_id TAB date TAB store_id TAB product_id TAB customer_id TAB
     * quantity TAB unit_price TAB total_amount TAB payment_method` (two decimals; an unknown method is empty),
     * sorted by bytes and joined by LF. Left out of large data.
     */
    readonly sha256?: string;
    /** Facts by month, `YYYY-MM`, of the months that have any. */
    readonly months: Readonly<Record<string, TruthMonth>>;
  };
  readonly dimensions: {
    readonly dim_store: TruthDimension;
    readonly dim_product: TruthDimension;
    readonly dim_customer: TruthDimension;
  };
}
