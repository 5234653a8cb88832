import { learnPlainShape, mayHoldArray, SourceError, uncompressed } from '@sales/cleaning';
import {
  dataSetLayout,
  goldBatchPrefix,
  type LakeError,
  type Manifest,
  ObjectStore,
  type SourceObject,
} from '@sales/lake';
import { type Contract, type DateField, dayNumber } from '@sales/schema';
import { Effect } from 'effect';
import type { Pipeline } from '../pipeline.ts';
import { unreadable } from '../unreadable.ts';
import { workKeys } from '../steps/workKeys.ts';
import { SparkUnusable } from './errors.ts';

/** An object as the jobs need to know it. */
export interface SparkObject {
  readonly source_key: string;
  readonly source_version: string;
  readonly source_micros: number;
  /** Where Spark finds it. */
  readonly url: string;
  /** Its place in source order. */
  readonly source_rank: number;
  /** Its place in the order of stamps, which are compared as text. */
  readonly stamp_rank: number;
  /** Whether it begins with a byte order mark. */
  readonly has_mark: boolean;
  readonly plain_pattern: string | null;
  readonly plain_replacement: string | null;
  readonly plain_extras: readonly string[] | null;
}

/** What the jobs need to know of a batch beside the plan. */
export interface SparkBatch {
  readonly batchId: string;
  readonly contract: { readonly name: string; readonly version: number };
  readonly parameters: {
    readonly ingest_date: string;
    readonly offset_span: string;
    readonly object_span: string;
  };
  /** The type that holds a day, an object and an offset in one number. */
  readonly positionType: 'BIGINT' | 'DECIMAL(38,0)';
  /** Folders within the lake by the names that steps use. */
  readonly folders: Readonly<Record<string, string>>;
  readonly objects: readonly SparkObject[];
}

/** Where a batch's plan, objects and the jobs' reports lie. */
export function sparkKeys(batchId: string) {
  const prefix = `${workKeys(batchId).work}spark/`;
  return {
    prefix,
    plan: workKeys(batchId).plan,
    batch: `${prefix}batch.json`,
    report: (job: string) => `${prefix}${job}.json`,
  } as const;
}

/** The folders that the jobs write, by the names that the plan's steps have for them. */
export function sparkFolders(
  { contract, star }: Pipeline,
  { batchId, ingestDate }: Manifest,
): Readonly<Record<string, string>> {
  const layout = dataSetLayout(contract.name);
  const work = sparkKeys(batchId).prefix;
  const tables = [star.fact.table, ...star.dimensions.map(({ table }) => table)];
  return {
    plain: `${work}plain`,
    ruled: `${work}ruled`,
    lines: `${work}lines`,
    silver: folder(layout.silverBatchPrefix({ ingestDate, batchId })),
    quarantine: `${layout.quarantineBatchPrefix(batchId)}rejected`,
    superseded: `${layout.quarantineBatchPrefix(batchId)}superseded`,
    ...Object.fromEntries(tables.map((table) => [table, folder(goldBatchPrefix({ table, batchId }))])),
  };
}

const sampleBytes = 64 * 1024;
/** A byte of deflate unfolds to at most 1032. */
const mostUnfolded = 1032;

/** Looks at a batch's objects, and says what the jobs need to know; refuses what Spark would not read as it is meant. */
export const planSparkBatch = Effect.fn('etl.planSparkBatch')(function* (
  pipeline: Pipeline,
  manifest: Manifest,
): Effect.fn.Return<SparkBatch, SparkUnusable | LakeError | ReturnType<typeof unreadable>, ObjectStore> {
  const { contract, star } = pipeline;
  const { batchId, ingestDate, objects } = manifest;
  if (new Set(objects.map(({ key }) => key)).size < objects.length)
    return yield* refuse(objects[0]!, 'it is in the batch in two versions, and Spark reads only the newest');
  const looks = yield* Effect.forEach(objects, (object) => lookAt(contract, object), { concurrency: 8 });
  const stampOrder = objects
    .map((object, index) => ({
      index,
      text: Buffer.from(`${digits(object.eventTimeMs * 1000)}\t${object.key}\t`),
    }))
    .sort((a, b) => Buffer.compare(a.text, b.text));
  const stampRanks = new Map(stampOrder.map(({ index }, rank) => [index, rank]));
  const offsetSpan = Math.max(1, ...looks.map(({ mostBytes }) => mostBytes + 1));
  const objectSpan = objects.length + 1;
  const firstDay = dayNumber((star.contract.fields[star.fact.date] as DateField).min)!;
  const daySpan =
    dayNumber(ingestDate)! +
    (star.contract.fields[star.fact.date] as DateField).maxDaysAfterIngest -
    firstDay +
    1;
  const isWide = BigInt(daySpan) * BigInt(objectSpan) * BigInt(offsetSpan) >= 2n ** 62n;
  const store = yield* ObjectStore;
  return {
    batchId,
    contract: { name: contract.name, version: contract.version },
    parameters: { ingest_date: ingestDate, offset_span: String(offsetSpan), object_span: String(objectSpan) },
    positionType: isWide ? 'DECIMAL(38,0)' : 'BIGINT',
    folders: sparkFolders(pipeline, manifest),
    objects: objects.map((object, index): SparkObject => {
      const { hasMark, shape } = looks[index]!;
      return {
        source_key: object.key,
        source_version: object.version,
        source_micros: object.eventTimeMs * 1000,
        url: store.url(object.key),
        source_rank: index,
        stamp_rank: stampRanks.get(index)!,
        has_mark: hasMark,
        plain_pattern: shape?.pattern ?? null,
        plain_replacement: shape?.replacement ?? null,
        plain_extras: shape === undefined || shape.extras.length === 0 ? null : shape.extras,
      };
    }),
  };
});

/** Tells an object's form by its first bytes, as the other engine does, and holds it against what Spark goes by: its name. */
const lookAt = Effect.fnUntraced(function* (contract: Contract, object: SourceObject) {
  const { key, sizeBytes, version } = object;
  const store = yield* ObjectStore;
  const head = Buffer.from(yield* store.readRange(key, 0, 4));
  const isGzip = head.length >= 2 && head.readUInt16BE(0) === 0x1f8b;
  const magic = head.length >= 4 ? head.readUInt32LE(0) : 0;
  if (magic === 0xfd2fb528 || magic >>> 4 === 0x184d2a5)
    return yield* refuse(object, 'it is compressed with zstd, which Spark reads only with native libraries');
  if (isGzip !== /\.gz$/i.test(key) && sizeBytes > 0)
    return yield* refuse(
      object,
      isGzip
        ? 'it is compressed with gzip, but its name does not end with ".gz", by which Spark tells'
        : 'its name ends with ".gz", by which Spark tells, but it is not compressed with gzip',
    );
  if (/\.(?:zst|bz2|snappy|lz4|deflate)$/i.test(key))
    return yield* refuse(object, 'Spark would take it for compressed by its name');
  const stored = yield* store.stream(key, { start: 0, version });
  const text = yield* Effect.tryPromise({
    try: () => firstBytes(uncompressed(stored)),
    catch: (error) => unreadable(object, error),
  });
  const hasMark = text.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]));
  const sample = text.subarray(hasMark ? 3 : 0).toString('utf8');
  if (isBinary(text)) {
    const error = new SourceError('binary', 'it is binary data and no UTF-8 text');
    return yield* Effect.fail(unreadable(object, error));
  }
  const first = /[^ \t\r\n]/.exec(sample)?.[0];
  if (mayHoldArray(key) && (first === '[' || (first === undefined && text.length === sampleBytes)))
    return yield* refuse(object, 'it is one list of rows, and Spark cannot read parts of a list');
  return {
    hasMark,
    shape: learnPlainShape(contract, sample),
    mostBytes: isGzip ? sizeBytes * mostUnfolded : sizeBytes,
  };
});

async function firstBytes(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const taken: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    taken.push(chunk);
    bytes += chunk.length;
    if (bytes >= sampleBytes) break;
  }
  return Buffer.concat(taken).subarray(0, sampleBytes);
}

/** JSON text holds no control characters but white space; one byte in twenty is no accident but another format. */
function isBinary(sample: Buffer): boolean {
  let controls = 0;
  for (const byte of sample) if (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d)) controls++;
  return controls >= 4 && controls * 20 > sample.length;
}

function refuse({ key }: SourceObject, why: string): Effect.Effect<never, SparkUnusable> {
  const message = `Spark cannot read ${key} as it is meant: ${why}. Run the batch without Spark; the default engine reads it.`;
  return Effect.fail(new SparkUnusable({ message }));
}

function folder(prefix: string): string {
  return prefix.replace(/\/$/, '');
}

/** As stamps write numbers. */
function digits(value: number): string {
  return String(value).padStart(16, '0');
}
