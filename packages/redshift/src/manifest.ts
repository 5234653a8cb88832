import type { GoldFile } from '@sales/warehouse';
import { UnrenderableError } from './errors.ts';

/**
 * Renders the manifest of a COPY.
 *
 * A manifest instead of a prefix: a prefix also takes what other writers leave there, and finding less than was
 * written is no error. With `mandatory` a missing file fails the COPY; Parquet needs `content_length`, the exact size.
 */
export function renderManifest(files: readonly GoldFile[]): string {
  const entries = files.map(({ url, sizeBytes }) => {
    // COPY does not find a key with an empty segment, and says only "File not found".
    if (!/^s3:\/\/[^/]+(\/[^/]+)+$/.test(url))
      throw new UnrenderableError(
        `The gold file "${url}" is not one Redshift can read: it must be s3://bucket/key, without "//" in the key.`,
      );
    return { url, mandatory: true, meta: { content_length: sizeBytes } };
  });
  return `${JSON.stringify({ entries }, null, 2)}\n`;
}
