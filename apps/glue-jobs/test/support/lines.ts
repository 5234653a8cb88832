/* oxlint-disable unicorn/no-useless-spread, unicorn/consistent-function-scoping -- An argument stands beside its value. */
import { createReferenceCleaner } from '@sales/cleaning';
import {
  localServices,
  ObjectStore,
  type Pipeline,
  type RunSparkJob,
  salesPipeline,
  writeSparkBatch,
} from '@sales/etl-core';
import { contracts, randomCase, seededRandom } from '@sales/fuzz';
import { makeManifest, writeManifest } from '@sales/lake';
import { createParquetWriter, encodeRowGroup } from '@sales/parquet';
import { type Contract, silverColumns } from '@sales/schema';
import { queryDuckDb, temporaryFolder } from '@sales/test-kit';
import { Effect } from 'effect';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quarantineOf, silverOf, upload } from './lakes.ts';

const ingestDate = '2024-06-30';
const eventTimeMs = Date.UTC(2024, 5, 1);

/** Writes about so many lines, valid, dirty and broken, spread over the contracts that the fuzzer knows. */
export function fuzzedLines(lines: number): Readonly<Record<string, Buffer>> {
  const random = seededRandom(2_026);
  const parts = Object.fromEntries(Object.keys(contracts).map((name) => [name, [] as Buffer[]]));
  for (let written = 0; written < lines; ) {
    const { contract, objects } = randomCase(60, random);
    for (const { key, text } of objects) {
      if (key === 'd.json') continue;
      parts[contract]!.push(text, Buffer.from('\n'));
      written += text.toString('latin1').split('\n').length;
    }
  }
  return Object.fromEntries(Object.entries(parts).map(([name, texts]) => [name, Buffer.concat(texts)]));
}

/** Cleans a text by Spark and by the reference path, and gives what differs. */
export async function differencesOf(
  name: string,
  text: Buffer,
  run: RunSparkJob,
): Promise<readonly string[]> {
  const contract = contracts[name]!;
  const lake = join(temporaryFolder(), 'lake');
  const object = `${name}.ndjson`;
  upload(lake, [{ name: object, bytes: text, eventTimeMs }]);
  const expected = await referenceOf(contract, `raw/sales/${object}`, text);
  const pipeline: Pipeline = { ...salesPipeline, contract };
  const report = await Effect.runPromise(
    cleanBySpark(pipeline, `raw/sales/${object}`, run).pipe(Effect.provide(localServices({ lake }))),
  );
  const found = { silver: await silverOf(lake), rejects: quarantineOf(lake), report };
  return [
    ...differences('silver', expected.silver, found.silver),
    ...differences('quarantine', expected.rejects, found.rejects),
    ...differences('report', expected.report, found.report),
  ].slice(0, 20);
}

const cleanBySpark = Effect.fnUntraced(function* (pipeline: Pipeline, key: string, run: RunSparkJob) {
  const store = yield* ObjectStore;
  const info = (yield* store.head(key))!;
  const manifest = yield* writeManifest(
    makeManifest({
      contract: pipeline.contract,
      ingestDate,
      createdAt: '2024-06-30T00:00:00.000Z',
      objects: [{ bucket: store.bucket, ...info, eventTimeMs }],
    }),
  );
  yield* writeSparkBatch(pipeline, manifest);
  const work = `runs/${manifest.batchId}/work`;
  const plan = store.url(`${work}/plan.json`);
  const lake = plan.slice(0, plan.indexOf('/runs/'));
  yield* run('raw-to-silver', [
    '--lake',
    lake,
    '--batch_id',
    manifest.batchId,
    '--plan',
    plan,
    '--contract_version',
    String(pipeline.contract.version),
  ]);
  const { reports } = JSON.parse(readFileSync(store.url(`${work}/spark/raw-to-silver.json`), 'utf8')) as {
    reports: Record<string, { name: string; rows: number }[]>;
  };
  return ['reasons', 'repairs'].flatMap((kind) =>
    reports[kind]!.map(({ name, rows }) => `${kind} ${name} ${rows}`).sort(),
  );
});

async function referenceOf(contract: Contract, key: string, text: Buffer) {
  const cleaner = createReferenceCleaner({ contract, ingestDate });
  const folder = temporaryFolder();
  upload(folder, [{ name: 'x', bytes: text, eventTimeMs }]);
  const version = await Effect.runPromise(
    Effect.flatMap(ObjectStore, (store) => store.head('raw/sales/x')).pipe(
      Effect.provide(localServices({ lake: folder })),
    ),
  );
  cleaner.startObject({ key, version: version!.version, eventTimeMs });
  cleaner.push(text);
  const report = cleaner.endObject();
  const { tables, rejects } = cleaner.finish();
  const path = join(folder, 'silver.parquet');
  const writer = createParquetWriter({ schema: silverColumns(contract) });
  const groups = tables.flatMap((table) =>
    writer.appendRowGroup(encodeRowGroup(table, { schema: silverColumns(contract) })),
  );
  writeFileSync(path, Buffer.concat([...groups, writer.finish()]));
  const silver = await queryDuckDb(`SELECT * FROM read_parquet('${path}')`);
  return {
    silver: silver.map((row) => JSON.stringify(row)).sort(),
    rejects: Buffer.from(rejects)
      .toString()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.stringify(JSON.parse(line)))
      .sort(),
    report: [
      ...Object.entries(report.reasons)
        .map(([name, rows]) => `reasons ${name} ${rows}`)
        .sort(),
      ...Object.entries(report.repairs)
        .map(([name, rows]) => `repairs ${name} ${rows}`)
        .sort(),
    ],
  };
}

/** What only one of two sorted lists has. */
function differences(what: string, expected: readonly string[], found: readonly string[]): string[] {
  const [ours, theirs] = [new Set(expected), new Set(found)];
  return [
    ...expected.filter((line) => !theirs.has(line)).map((line) => `${what}: missing ${line.slice(0, 600)}`),
    ...found.filter((line) => !ours.has(line)).map((line) => `${what}: too much ${line.slice(0, 600)}`),
    ...(expected.length === found.length
      ? []
      : [`${what}: ${expected.length} expected, ${found.length} found`]),
  ];
}
