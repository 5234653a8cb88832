import { runKeys } from '@sales/lake';

/** Where the steps of one batch leave what they hand to each other, and what they did beside its files. */
export function workKeys(batchId: string) {
  const { prefix } = runKeys(batchId);
  const work = `${prefix}work/`;
  return {
    /** The folder of what only the steps read. */
    work,
    /** Which bytes each range covers. */
    ranges: `${work}ranges.json`,
    /** The numbers of the ranges, as a Map of the workflow takes them. */
    items: `${work}items.json`,
    /** What a Glue job needs to know of the contract. */
    plan: `${work}plan.json`,
    /** The statements of the load, for a Glue job that loads. */
    loadPlan: `${work}load-plan.json`,
    /** How far the load is. */
    load: `${work}load.json`,
    rangeReport: (part: number) => `${work}clean/report-${numbered(part)}.json`,
    /** Rejects whose line numbers count from the range's first line. */
    rangeRejects: (part: number) => `${work}clean/rejects-${numbered(part)}.ndjson`,
    /** Why a range failed. */
    rangeFailure: (part: number) => `${work}clean/failure-${numbered(part)}.json`,
    rangeFailures: `${work}clean/failure-`,
    /** Why the batch failed. */
    failure: `${prefix}failure.json`,
    /** That the end of an execution was told of. */
    told: (execution: string) => `${prefix}told/${execution}.json`,
  } as const;
}

function numbered(part: number): string {
  return String(part).padStart(5, '0');
}
