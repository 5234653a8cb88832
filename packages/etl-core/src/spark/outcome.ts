import { parseRow, rejectsAt, renderSample, uncompressed } from '@sales/cleaning';
import { LakeError, type Manifest, ObjectStore, type SourceObject } from '@sales/lake';
import { openParquet } from '@sales/parquet';
import { Effect } from 'effect';
import * as z from 'zod';
import type { PartFile } from '../parquetParts.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Published } from '../published.ts';
import { unreadable } from '../unreadable.ts';
import { balance } from '../stages/model.ts';
import { sparkFolders, sparkKeys } from './batch.ts';
import { SparkUnusable } from './errors.ts';

const count = z.int().min(0);
const cents = z
  .string()
  .regex(/^-?\d+$/)
  .transform((text) => BigInt(text));
const named = z.array(z.object({ name: z.string(), rows: count }));
const jobReport = <S extends z.ZodRawShape>(shape: S) =>
  z.object({ batchId: z.string(), seconds: z.number(), reports: z.looseObject(shape) });

const rawToSilver = jobReport({
  objects: z.array(z.object({ source_key: z.string(), read: count, rejected: count })),
  reasons: named,
  repairs: named,
  extras: z.array(
    z.object({
      name: z.string(),
      rows: count,
      first: z.object({ source_rank: count, _row_offset: count }),
    }),
  ),
  sums: z.array(z.looseObject({ accepted: count })),
});
const silverToGold = jobReport({
  lost: z.array(z.object({ source_key: z.string(), duplicates: count, superseded: count, cents })),
  fact: z.array(z.object({ rows: count, cents })),
});

/** As many names of one kind as the other engine lists. */
const driftLimit = 100;

/**
 * Gives what publishing needs to know from the reports of a batch's jobs, after its books were balanced.
 *
 * Spark reads an object by its key alone, so that it must still be the version that was claimed when the jobs are done.
 */
export const sparkOutcome = Effect.fn('etl.sparkOutcome')(function* (pipeline: Pipeline, manifest: Manifest) {
  const { star } = pipeline;
  const folders = sparkFolders(pipeline, manifest);
  const { batchId } = manifest;
  const store = yield* ObjectStore;
  for (const { key, version } of manifest.objects) {
    const found = yield* store.head(key);
    if (found?.version !== version) {
      const message = `${key} was replaced while Spark read it. Nothing of batch ${batchId} was loaded; run again.`;
      return yield* new LakeError({ reason: 'Changed', key, message });
    }
  }
  const cleaned = yield* readReport(batchId, 'raw-to-silver', rawToSilver);
  const modelled = yield* readReport(batchId, 'silver-to-gold', silverToGold);
  const fact = yield* partsIn(folders[star.fact.table]!);
  const dimensions: Record<string, PartFile[]> = {};
  for (const { table } of star.dimensions) dimensions[table] = yield* partsIn(folders[table]!);

  const byKey = new Map(cleaned.reports.objects.map((object) => [object.source_key, object]));
  const lostByKey = new Map(modelled.reports.lost.map((lost) => [lost.source_key, lost]));
  const objects = manifest.objects.map(({ key, version, sizeBytes }) => ({
    key,
    version,
    sizeBytes,
    read: byKey.get(key)?.read ?? 0,
    rejected: byKey.get(key)?.rejected ?? 0,
    duplicates: lostByKey.get(key)?.duplicates ?? 0,
    superseded: lostByKey.get(key)?.superseded ?? 0,
  }));
  const [read, rejected, duplicates, superseded] = [
    sum(objects.map((object) => object.read)),
    sum(objects.map((object) => object.rejected)),
    sum(objects.map((object) => object.duplicates)),
    sum(objects.map((object) => object.superseded)),
  ];
  const [written] = modelled.reports.fact;
  const [sums] = cleaned.reports.sums;
  const [factRows, measureCents] = [written?.rows ?? 0, written?.cents ?? 0n];
  const lostCents = modelled.reports.lost.reduce((total, lost) => total + lost.cents, 0n);
  yield* balance(batchId, 'accepted rows', read - rejected, sums?.accepted ?? 0);
  yield* balance(batchId, 'rows', read - rejected, factRows + duplicates + superseded);
  yield* balance(batchId, 'rows of the fact', factRows, sum(fact.map(({ rows }) => rows)));
  const acceptedCents = BigInt(z.string().parse(sums?.[star.fact.measure] ?? '0'));
  yield* balance(batchId, `cents of ${star.fact.measure}`, acceptedCents, measureCents + lostCents);
  const reasons = countsOf(cleaned.reports.reasons);
  return {
    fact,
    dimensions,
    factRows,
    measureCents,
    read,
    rejected,
    duplicates,
    superseded,
    reasons: superseded === 0 ? reasons : { ...reasons, superseded },
    repairs: countsOf(cleaned.reports.repairs),
    drift: yield* driftOf(pipeline, manifest, cleaned.reports),
    objects,
    seconds: { clean: cleaned.seconds, model: modelled.seconds },
  } satisfies Published;
});

const readReport = Effect.fnUntraced(function* <S extends z.ZodType>(
  batchId: string,
  job: string,
  schema: S,
) {
  const store = yield* ObjectStore;
  const key = sparkKeys(batchId).report(job);
  const found = yield* store.get(key);
  const decoded = schema.safeParse(
    found === undefined ? undefined : JSON.parse(Buffer.from(found.bytes).toString()),
  );
  if (decoded.success) return decoded.data;
  const message = `The report of the job ${job} is not at ${key}, or not as the job writes it: the job did not come to its end.`;
  return yield* new SparkUnusable({ message, cause: decoded.error });
});

/** Finds the Parquet files of a folder, with the rows that their footers say. */
const partsIn = Effect.fnUntraced(function* (folder: string) {
  const store = yield* ObjectStore;
  const parts: PartFile[] = [];
  for (const { key, sizeBytes } of yield* store.list(`${folder}/`)) {
    if (!key.endsWith('.parquet')) continue;
    const services = yield* Effect.context<ObjectStore>();
    const read = (start: number, end: number): Promise<Uint8Array> =>
      Effect.runPromiseWith(services)(store.readRange(key, start, end));
    const file = yield* Effect.promise(() => openParquet({ sizeBytes, read }));
    parts.push({ key, sizeBytes, rows: file.rowCount });
  }
  return parts;
});

const driftOf = Effect.fnUntraced(function* (
  { contract }: Pipeline,
  manifest: Manifest,
  reports: z.output<typeof rawToSilver>['reports'],
) {
  const byFirst = reports.extras.toSorted(
    (a, b) => a.first.source_rank - b.first.source_rank || a.first._row_offset - b.first._row_offset,
  );
  const extraFields: Record<string, { rows: number; sample: string }> = {};
  for (const { name, rows, first } of byFirst.slice(0, driftLimit)) {
    const sample = yield* sampleOf(manifest.objects[first.source_rank]!, first._row_offset, name);
    Object.defineProperty(extraFields, name, { value: { rows, sample }, enumerable: true });
  }
  let isCut = byFirst.length > driftLimit;
  const unknownValues: Record<string, Record<string, number>> = {};
  for (const [field, { kind }] of Object.entries(contract.fields)) {
    if (kind !== 'enum') continue;
    const values = named.parse(reports[`unknown ${field}`]);
    isCut ||= values.length > driftLimit;
    if (values.length > 0) unknownValues[field] = countsOf(values.slice(0, driftLimit));
  }
  return { extraFields, unknownValues, isCut };
});

/** Reads again the row that first had a field, and shows the field's value. */
const sampleOf = Effect.fnUntraced(function* (object: SourceObject, offset: number, name: string) {
  const store = yield* ObjectStore;
  const stored = yield* store.stream(object.key, { start: 0, version: object.version });
  const chunks = uncompressed(stored);
  return yield* Effect.tryPromise({
    try: async () => {
      for await (const [first] of rejectsAt({
        source: object,
        chunks,
        offsets: new Set([offset]),
        reason: 'sample',
      })) {
        const row = parseRow(first!.raw);
        return typeof row === 'string' ? '…' : renderSample(row[name], 120);
      }
      return '…';
    },
    catch: (error) => unreadable(object, error),
  });
});

function countsOf(rows: readonly { readonly name: string; readonly rows: number }[]): Record<string, number> {
  return Object.fromEntries(
    rows.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, rows }) => [name, rows]),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
