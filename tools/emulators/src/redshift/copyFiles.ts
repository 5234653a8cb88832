import { join } from 'node:path';
import type { Bucket } from './bucket.ts';
import type { CopyStatement } from './copyStatement.ts';
import { scanError, SqlError } from './errors.ts';

/** An object of a COPY, and where it lies on this machine. */
export interface CopyFile {
  readonly url: string;
  readonly path: string;
}

interface ManifestEntry {
  readonly url: string;
  readonly mandatory?: boolean;
  readonly meta?: { readonly content_length?: number };
}

/** Fetches what a COPY names: the entries of its manifest, or every object that its prefix is the beginning of. */
export async function fetchFiles(
  copy: CopyStatement,
  bucket: Bucket,
  folder: string,
): Promise<readonly CopyFile[]> {
  const entries = copy.manifest
    ? readManifest(copy, await bucket.text(copy.from))
    : (await bucket.list(copy.from)).map((url): ManifestEntry => ({ url, mandatory: true }));
  const files: CopyFile[] = [];
  for (const [index, { url, mandatory = false, meta }] of entries.entries()) {
    // What Redshift says of a key with an empty segment, though the object is there.
    if (/^s3:\/\/.*\/\//.test(url)) throw new SqlError(`ERROR: File not found: ${url}`);
    const path = join(folder, `${index}.${copy.format.toLowerCase()}`);
    const sizeBytes = await bucket.download(url, path);
    if (sizeBytes === undefined) {
      if (mandatory) throw new SqlError(`ERROR: The specified S3 prefix '${url}' does not exist`);
      continue;
    }
    if (copy.format === 'PARQUET' && copy.manifest && meta?.content_length !== sizeBytes)
      throw scanError(url, {
        errorCode: 15_001,
        errorMessage: `The object has ${sizeBytes} bytes, but the manifest's content_length says ${meta?.content_length ?? 'nothing'}`,
      });
    files.push({ url, path });
  }
  if (files.length === 0) throw new SqlError(`ERROR: The specified S3 prefix '${copy.from}' does not exist`);
  return files;
}

function readManifest(copy: CopyStatement, text: string): readonly ManifestEntry[] {
  try {
    const { entries } = JSON.parse(text) as { readonly entries?: readonly ManifestEntry[] };
    if (Array.isArray(entries) && entries.length > 0) return entries;
  } catch {
    // Said below, as for a document without entries.
  }
  throw new SqlError(`ERROR: Manifest file ${copy.from} is not in correct json format`);
}
