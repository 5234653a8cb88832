import type { Draft } from '../line/draft.ts';
import type { Random } from '../random/random.ts';

/** What must become of a row. */
export interface Expectation {
  /**
   * `rejected` rows have reasons; `duplicate` and `superseded` say what becomes of the earlier row of the same
   * key, `none` that the line is no row at all.
   */
  readonly outcome: 'accepted' | 'rejected' | 'duplicate' | 'superseded' | 'none';
  readonly reasons: readonly string[];
  readonly repairs: readonly string[];
}

/** What data can be like: the classic data set, or one of the shapes. */
export type DataKind = 'classic' | 'plain' | 'hostile';

/** One kind of dirt. */
export interface Dirt {
  readonly name: string;
  readonly description: string;
  /** How many of the deck's cards it has: the more, the more often it is dealt. */
  readonly cards: number;
  readonly expect: Expectation;
  /** In which data it occurs: amounts that would drown every figure of a demonstration only in hostile data. */
  readonly where: readonly DataKind[];
  /** Whether what is written is no JSON value, and so cannot stand in an array. */
  readonly isLoose: boolean;
  /** Whether the draft is that of an earlier sale, or takes only the transaction id of one. */
  readonly repeats?: 'sale' | 'id';
  /** Soils the draft, and changes what a reader must make of it accordingly. */
  readonly apply: (draft: Draft, random: Random) => void;
}

/** Declares a kind of dirt; without reasons its rows are accepted. */
export function dirt(
  name: string,
  description: string,
  rest: {
    readonly cards?: number;
    readonly reasons?: readonly string[];
    readonly repairs?: readonly string[];
    readonly outcome?: Expectation['outcome'];
    readonly where?: Dirt['where'];
    readonly isLoose?: boolean;
    readonly repeats?: 'sale' | 'id';
    readonly apply: Dirt['apply'];
  },
): Dirt {
  const {
    cards = 2,
    reasons = [],
    repairs = [],
    where = ['plain', 'hostile'],
    isLoose = false,
    repeats,
    apply,
  } = rest;
  const outcome = rest.outcome ?? (reasons.length > 0 ? 'rejected' : 'accepted');
  return {
    name,
    description,
    cards,
    expect: { outcome, reasons, repairs },
    where,
    isLoose,
    ...(repeats === undefined ? {} : { repeats }),
    apply,
  };
}
