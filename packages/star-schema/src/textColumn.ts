import type { Column, TextValues } from '@sales/parquet';
import type { Place, Scratch } from '@sales/parquet/kernel';
import type { Kernel } from './kernel/kernel.ts';

/** A column of texts, each row's own. */
export type PlainTextColumn = Extract<Column, { readonly kind: 'text' }>;

/** Gives the texts of a list, by their numbers plus one, 0 for null, as a column. */
export function gatherColumn(
  kernel: Kernel,
  scratch: Scratch,
  texts: TextValues,
  { numbers, count }: { readonly numbers: Place; readonly count: number },
): PlainTextColumn {
  const [bytes, offsets] = [scratch.put(texts.bytes), scratch.put(texts.offsets)];
  const sizeBytes = kernel.textBytes(offsets, numbers, count);
  return collectColumn(scratch, { count, sizeBytes }, (target, targetOffsets, validity) =>
    kernel.gatherTexts(bytes, offsets, numbers, count, target, targetOffsets, validity),
  );
}

/** Makes room for a column, lets it be written, and copies it out. */
export function collectColumn(
  scratch: Scratch,
  { count, sizeBytes }: { readonly count: number; readonly sizeBytes: number },
  write: (bytes: Place, offsets: Place, validity: Place) => void,
): PlainTextColumn {
  const [bytes, offsets, validity] = [
    scratch.room(sizeBytes),
    scratch.room((count + 1) * 4),
    scratch.room(count),
  ];
  write(bytes, offsets, validity);
  return {
    kind: 'text',
    values: {
      bytes: scratch.copy(bytes, sizeBytes),
      offsets: scratch.copyWords(offsets, count + 1),
    },
    validity: scratch.copy(validity, count),
  };
}
