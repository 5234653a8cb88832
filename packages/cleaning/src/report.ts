/** How often something was seen, by name. */
export type Counts = Readonly<Record<string, number>>;

/** A field that the contract does not know. */
export interface ExtraField {
  readonly rows: number;
  /** The first value seen, as JSON, cut short. */
  readonly sample: string;
}

/** Where the data departs from the contract without being wrong. */
export interface Drift {
  readonly extraFields: Readonly<Record<string, ExtraField>>;
  /** Values of open enumerations that the contract does not list, by field. */
  readonly unknownValues: Readonly<Record<string, Counts>>;
  /** Whether more names or values were seen than are listed here. */
  readonly isCut: boolean;
}

/** What cleaning did with one or many objects. `read = accepted + rejected`. */
export interface CleaningReport {
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Rejected rows by reason; a row counts under each of its reasons. */
  readonly reasons: Counts;
  /** Accepted rows by `<field>_<repair>`. */
  readonly repairs: Counts;
  /** The accepted rows' sums in cents, by money field. */
  readonly sumsCents: Readonly<Record<string, bigint>>;
  readonly drift: Drift;
}

/** The most names or values that a drift report lists of one kind. */
export const driftLimit = 100;

/** The report of nothing read. */
export const emptyReport: CleaningReport = {
  read: 0,
  accepted: 0,
  rejected: 0,
  reasons: {},
  repairs: {},
  sumsCents: {},
  drift: { extraFields: {}, unknownValues: {}, isCut: false },
};

/** Adds two reports. The order matters only for samples and for what a long drift list leaves out. */
export function addReports(a: CleaningReport, b: CleaningReport): CleaningReport {
  return {
    read: a.read + b.read,
    accepted: a.accepted + b.accepted,
    rejected: a.rejected + b.rejected,
    reasons: addCounts(a.reasons, b.reasons),
    repairs: addCounts(a.repairs, b.repairs),
    sumsCents: merge(a.sumsCents, b.sumsCents, (x, y) => x + y),
    drift: addDrift(a.drift, b.drift),
  };
}

/** Adds counts name by name. */
export function addCounts(a: Counts, b: Counts): Counts {
  return merge(a, b, (x, y) => x + y);
}

function addDrift(a: Drift, b: Drift): Drift {
  const extra = limited(
    merge(a.extraFields, b.extraFields, (x, y) => ({ rows: x.rows + y.rows, sample: x.sample })),
  );
  let isCut = a.isCut || b.isCut || extra.isCut;
  const unknownValues = merge(a.unknownValues, b.unknownValues, (x, y) => {
    const values = limited(addCounts(x, y));
    isCut ||= values.isCut;
    return values.kept;
  });
  return { extraFields: extra.kept, unknownValues, isCut };
}

function limited<T>(record: Readonly<Record<string, T>>): {
  kept: Readonly<Record<string, T>>;
  isCut: boolean;
} {
  const entries = Object.entries(record);
  if (entries.length <= driftLimit) return { kept: record, isCut: false };
  return { kept: Object.fromEntries(entries.slice(0, driftLimit)), isCut: true };
}

function merge<T>(
  a: Readonly<Record<string, T>>,
  b: Readonly<Record<string, T>>,
  add: (x: T, y: T) => T,
): Readonly<Record<string, T>> {
  const sum = new Map(Object.entries(a));
  for (const [name, value] of Object.entries(b)) {
    const other = sum.get(name);
    sum.set(name, other === undefined ? value : add(other, value));
  }
  return Object.fromEntries(sum);
}
