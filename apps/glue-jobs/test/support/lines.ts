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
import { makeManifest, type SourceObject, writeManifest } from '@sales/lake';
import { createParquetWriter, encodeRowGroup } from '@sales/parquet';
import { type Contract, silverColumns } from '@sales/schema';
import { queryDuckDb, temporaryFolder } from '@sales/test-kit';
import { Effect } from 'effect';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { quarantineOf, silverOf, upload } from './lakes.ts';

const ingestDate = '2024-06-30';
const eventTimeMs = Date.UTC(2024, 5, 1);

/** Writes at least so many lines for each of some contracts that the fuzzer knows: valid, dirty and broken. */
export function fuzzedLines(wanted: Readonly<Record<string, number>>): Readonly<Record<string, Buffer>> {
  const random = seededRandom(2_026);
  const texts = Object.fromEntries(Object.keys(wanted).map((name) => [name, [] as Buffer[]]));
  const missing = new Map(Object.entries(wanted));
  while (missing.size > 0) {
    const { contract, objects } = randomCase(60, random);
    const lines = missing.get(contract);
    if (lines === undefined) continue;
    let written = 0;
    for (const { key, text } of objects) {
      if (key === 'd.json') continue;
      texts[contract]!.push(text, Buffer.from('\n'));
      written += text.toString('latin1').split('\n').length;
    }
    if (written < lines) missing.set(contract, lines - written);
    else missing.delete(contract);
  }
  return Object.fromEntries(Object.entries(texts).map(([name, parts]) => [name, Buffer.concat(parts)]));
}

/** Cleans objects of lines, which are given by their names, by Spark and by the reference path, and gives what differs. */
export async function differencesOf(
  name: string,
  objects: Readonly<Record<string, Buffer>>,
  run: RunSparkJob,
): Promise<readonly string[]> {
  const contract = contracts[name]!;
  const lake = join(temporaryFolder(), 'lake');
  upload(
    lake,
    Object.entries(objects).map(([object, bytes]) => ({ name: object, bytes, eventTimeMs })),
  );
  const pipeline: Pipeline = { ...salesPipeline, contract };
  const { manifest, report } = await Effect.runPromise(
    cleanBySpark(pipeline, run).pipe(Effect.provide(localServices({ lake }))),
  );
  const expected = await referenceOf(contract, manifest.objects, objects);
  const found = { silver: await silverOf(lake), rejects: quarantineOf(lake), report };
  return [
    ...differences('silver', expected.silver, found.silver),
    ...differences('quarantine', expected.rejects, found.rejects),
    ...differences('report', expected.report, found.report),
  ].slice(0, 20);
}

const cleanBySpark = Effect.fnUntraced(function* (pipeline: Pipeline, run: RunSparkJob) {
  const store = yield* ObjectStore;
  const found = yield* store.list('raw/');
  const manifest = yield* writeManifest(
    makeManifest({
      contract: pipeline.contract,
      ingestDate,
      createdAt: '2024-06-30T00:00:00.000Z',
      objects: found.map((info) => ({ bucket: store.bucket, ...info, eventTimeMs })),
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
  const report = ['reasons', 'repairs'].flatMap((kind) =>
    reports[kind]!.map(({ name, rows }) => `${kind} ${name} ${rows}`),
  );
  return { manifest, report: report.sort() };
});

async function referenceOf(
  contract: Contract,
  sources: readonly SourceObject[],
  texts: Readonly<Record<string, Buffer>>,
) {
  const cleaner = createReferenceCleaner({ contract, ingestDate });
  const counts: Record<string, number> = {};
  for (const source of sources) {
    cleaner.startObject(source);
    cleaner.push(texts[basename(source.key)]!);
    const { reasons, repairs } = cleaner.endObject();
    for (const [kind, rowsOf] of Object.entries({ reasons, repairs }))
      for (const [name, rows] of Object.entries(rowsOf))
        counts[`${kind} ${name}`] = (counts[`${kind} ${name}`] ?? 0) + rows;
  }
  const { tables, rejects } = cleaner.finish();
  const path = join(temporaryFolder(), 'silver.parquet');
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
    report: Object.entries(counts)
      .map(([name, rows]) => `${name} ${rows}`)
      .sort(),
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
