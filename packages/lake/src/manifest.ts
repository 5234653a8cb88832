import { createHash } from 'node:crypto';
import { type Fields, readDocument, writeDocument } from './document.ts';
import { compareKeys } from './objectKey.ts';

/** One version of one bronze object. `eventTimeMs` is milliseconds since 1970. */
export interface SourceObject {
  readonly bucket: string;
  readonly key: string;
  readonly version: string;
  readonly sizeBytes: number;
  readonly eventTimeMs: number;
}

/**
 * The immutable list of what a batch reads. `digest` is the SHA-256 (hex) of the set of its objects' bucket, key and
 * version, so the same objects are the same batch whatever their order; `attempt` counts the tries, from 1.
 */
export interface Manifest {
  readonly batchId: string;
  readonly contract: { readonly name: string; readonly version: number };
  /** `YYYY-MM-DD`. */
  readonly ingestDate: string;
  readonly digest: string;
  readonly attempt: number;
  /** ISO time. */
  readonly createdAt: string;
  /** In the order of event time, then key. */
  readonly objects: readonly SourceObject[];
}

/** Makes the manifest of a set of objects; an object given twice counts once. */
export function makeManifest(options: {
  readonly contract: { readonly name: string; readonly version: number };
  readonly ingestDate: string;
  readonly createdAt: string;
  readonly objects: readonly SourceObject[];
  readonly attempt?: number;
}): Manifest {
  const objects = [...new Map(options.objects.map((object) => [identity(object), object])).values()];
  objects.sort(compareObjects);
  const digest = digestOf(objects);
  const attempt = options.attempt ?? 1;
  const { contract, ingestDate, createdAt } = options;
  return {
    batchId: batchIdFor({ ingestDate, digest, attempt }),
    contract: { name: contract.name, version: contract.version },
    ingestDate,
    digest,
    attempt,
    createdAt,
    objects,
  };
}

/** Makes the manifest of the next try at the same objects: same digest, a new batch id. */
export function nextAttempt(manifest: Manifest, createdAt: string): Manifest {
  return makeManifest({ ...manifest, attempt: manifest.attempt + 1, createdAt });
}

export function encodeManifest(manifest: Manifest): string {
  return writeDocument(manifest);
}

/** Reads a manifest's text. Throws a `BrokenDocument` that names the field that is wrong, digest and id included. */
export function decodeManifest(text: string): Manifest {
  return readDocument(text, (fields) => {
    const contract = fields.record('contract', (inner) => ({
      name: inner.text('name'),
      version: inner.count('version'),
    }));
    const manifest = makeManifest({
      contract,
      ingestDate: fields.text('ingestDate', /^\d{4}-\d{2}-\d{2}$/),
      createdAt: fields.text('createdAt'),
      attempt: fields.count('attempt'),
      objects: fields.list('objects', readSourceObject),
    });
    fields.same('digest', manifest.digest);
    fields.same('batchId', manifest.batchId);
    return manifest;
  });
}

export function readSourceObject(fields: Fields): SourceObject {
  return {
    bucket: fields.text('bucket'),
    key: fields.text('key'),
    version: fields.text('version'),
    sizeBytes: fields.count('sizeBytes'),
    eventTimeMs: fields.integer('eventTimeMs'),
  };
}

function digestOf(objects: readonly SourceObject[]): string {
  const hash = createHash('sha256');
  for (const line of objects.map(identity).sort(compareKeys)) hash.update(`${line}\n`);
  return hash.digest('hex');
}

function batchIdFor(batch: { ingestDate: string; digest: string; attempt: number }): string {
  return `${batchIdStem(batch)}${batch.attempt}`;
}

/** What the ids of all attempts at one set of objects begin with. */
export function batchIdStem(batch: { readonly ingestDate: string; readonly digest: string }): string {
  return `${batch.ingestDate.replaceAll('-', '')}-${batch.digest.slice(0, 12)}-a`;
}

function identity(object: SourceObject): string {
  return JSON.stringify([object.bucket, object.key, object.version]);
}

function compareObjects(a: SourceObject, b: SourceObject): number {
  return a.eventTimeMs - b.eventTimeMs || compareKeys(a.key, b.key) || compareKeys(identity(a), identity(b));
}
