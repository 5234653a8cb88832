/* What `sales run` does: takes the input into a new lake, cleans, models, and loads the embedded warehouse. */
import { runLocally } from '@sales/etl-core';
import { readJob, reportAccount } from '../job.ts';

const { input, output, cores } = readJob();
const startedAt = performance.now();
const { batches } = await runLocally({ lake: output, inputs: [input], workers: cores });
const [batch] = batches;
if (batch === undefined) throw new Error(`There is no input in ${input}.`);
const { clean, model, load } = batch.seconds;
const intake = (performance.now() - startedAt) / 1000 - clean - model - load;
reportAccount({
  stageSeconds: { intake, clean, model, load },
  rows: batch.loaded,
  totalAmountCents: batch.totalAmountCents.toString(),
});
