import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { queryDuckDb, temporaryFolder } from '@sales/test-kit';
import { Effect, Layer } from 'effect';
import { expect, it } from 'vitest';
import {
  date,
  defineContract,
  definePipeline,
  defineStar,
  embeddedWarehouse,
  id,
  integer,
  localFolder,
  money,
  Notifier,
  product,
  type RunMessage,
  runLocally,
  runPipeline,
  text,
} from '../src/index.ts';

const contract = defineContract({
  name: 'museum_visits',
  version: 3,
  fields: {
    ticket: id(),
    day: date({ min: '2020-01-01' }),
    museum: id(),
    place: text(),
    guests: integer({ min: 1, max: 100 }),
    fee: money({ minCents: 0n, maxCents: 100_00n }),
    paid: product({ quantity: 'guests', price: 'fee' }),
  },
  businessKey: ['ticket'],
});
const star = defineStar({
  contract,
  fact: {
    table: 'fact_visits',
    columns: ['ticket', 'day', 'museum', 'guests', 'fee', 'paid'],
    measure: 'paid',
    date: 'day',
  },
  dimensions: [{ table: 'dim_museum', key: 'museum', attributes: ['place'] }],
});
const visit = { ticket: 'T1', day: '2025-05-01', museum: 'M1', place: 'Oslo', guests: 3, fee: '12.50' };
const lines = [visit, { ...visit, ticket: 'T2', guests: 0 }].map((row) => JSON.stringify(row)).join('\n');

/** Runs a pipeline on one file, and gives what it told people. */
async function messagesOf(options: {
  readonly lake: string;
  readonly program?: string;
}): Promise<RunMessage[]> {
  const { lake, ...rest } = options;
  const messages: RunMessage[] = [];
  const notifier = Layer.succeed(
    Notifier,
    Notifier.of({ notify: (message) => Effect.sync(() => void messages.push(message)) }),
  );
  const services = Layer.mergeAll(
    localFolder(lake),
    embeddedWarehouse({ path: join(lake, 'warehouse.duckdb') }),
    notifier,
  );
  const input = join(temporaryFolder(), 'visits.ndjson');
  writeFileSync(input, lines);
  const pipeline = definePipeline({ star, ...rest });
  await Effect.runPromise(runPipeline({ pipeline, inputs: [input] }).pipe(Effect.provide(services)));
  return messages;
}

it('moves another data set into its own star', async () => {
  const lake = temporaryFolder();
  const [message] = await messagesOf({ lake });
  expect(message).toMatchObject({
    pipeline: 'museum_visits',
    counts: { read: 2, loaded: 1, quarantined: 1, duplicates: 0 },
    reasons: { guests_not_positive: 1 },
    totalAmountCents: 37_50n,
  });
  const rows = await queryDuckDb(
    'SELECT ticket, day, place, paid FROM fact_visits JOIN dim_museum USING (museum)',
    { database: join(lake, 'warehouse.duckdb') },
  );
  expect(rows).toEqual([{ ticket: 'T1', day: '2025-05-01', place: 'Oslo', paid: '37.50' }]);
});

it('suggests only commands that the pipeline has', async () => {
  const [none] = await messagesOf({ lake: temporaryFolder() });
  expect(none).toHaveProperty('nextCommand', undefined);
  const [visits] = await messagesOf({ lake: temporaryFolder(), program: 'visits' });
  expect(visits?.nextCommand).toBe(`visits quarantine list ${visits?.batchId}`);
});

it('names the data set that a file is none of', async () => {
  const input = join(temporaryFolder(), 'visits.csv');
  writeFileSync(input, '');
  const run = runLocally({ lake: temporaryFolder(), inputs: [input], pipeline: definePipeline({ star }) });
  await expect(run).rejects.toThrow(`"${input}" is no museum_visits data by its name`);
});
