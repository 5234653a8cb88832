import type { Truth } from '@sales/generator';
import { renderCents } from '@sales/schema';
import type { RehearsalResult } from './rehearsal.ts';

/** Says what is wrong with a rehearsal, if anything is: the truth, the local run and the warehouse must agree. */
export function faultsOf(result: RehearsalResult, truth: Truth): readonly string[] {
  const { executions, mails, rehearsed, local } = result;
  const faults: string[] = [];
  for (const { name, status, cause } of executions) {
    if (status !== 'SUCCEEDED') faults.push(`Execution ${name} is ${status}: ${cause}`);
  }
  if (mails.length !== executions.length) {
    faults.push(`${executions.length} executions sent ${mails.length} messages.`);
  }
  for (const [index, digest] of local.entries()) {
    const found = JSON.stringify(rehearsed[index]);
    if (found !== JSON.stringify(digest)) {
      faults.push(`${digest.table} holds ${found}, after a local run ${JSON.stringify(digest)}.`);
    }
  }
  const fact = rehearsed[0];
  if (fact?.rows !== String(truth.facts.rows)) {
    faults.push(`fact_sales has ${fact?.rows} rows, the truth says ${truth.facts.rows}.`);
  }
  const amount = renderCents(BigInt(truth.total.totalAmountCents));
  if (fact?.amount !== amount) faults.push(`fact_sales sums to ${fact?.amount}, the truth says ${amount}.`);
  for (const [table, { rows }] of Object.entries(truth.dimensions)) {
    const found = rehearsed.find((digest) => digest.table === table)?.rows;
    if (found !== String(rows)) faults.push(`${table} has ${found} rows, the truth says ${rows}.`);
  }
  return faults;
}
