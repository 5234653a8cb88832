import type { RowGroup, SchemaElement } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';

/** "PAR1", with which a file begins and ends. */
export const MAGIC = Uint8Array.of(0x50, 0x41, 0x52, 0x31);

// The version is this package's; readers look here for the writers whose files need care.
const CREATED_BY = '@sales/parquet version 0.1.0';
// Longer texts' bounds are cut to this many bytes, so that a footer stays small, and marked as not exact.
const MAX_BOUND_BYTES = 64;

/** What a footer says of the file before it. */
export interface FooterContents {
  readonly schema: SchemaElement[];
  readonly rowGroups: RowGroup[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Encodes a footer, from its first byte to the end of the file. */
export function encodeFooter({ schema, rowGroups, metadata }: FooterContents): Uint8Array {
  const keyValues = Object.entries(metadata).map(([key, value]) => ({ key, value }));
  const target = new ByteWriter();
  writeMetadata(
    target,
    {
      version: 1, // of the format; 2 would announce V2 encodings
      schema,
      num_rows: rowGroups.reduce((rows, rowGroup) => rows + rowGroup.num_rows, 0n),
      row_groups: rowGroups,
      created_by: CREATED_BY,
      metadata_length: 0, // the writer's own to fill in
      ...(keyValues.length > 0 && { key_value_metadata: keyValues }),
    },
    MAX_BOUND_BYTES,
  );
  target.appendBytes(MAGIC);
  return target.getBytes();
}
