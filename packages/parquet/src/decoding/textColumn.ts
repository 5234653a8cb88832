import { ParquetError } from '../errors.ts';
import type { Column, TextValues } from '../table.ts';
import type { Pages } from './pages.ts';

/** Collects the texts of pages, by their own or out of the dictionary, row by row. */
export function textColumn({ dataPages, dictionaryTexts }: Pages, rowCount: number): Column {
  // Nearly all of our own: one page after another of texts, none of them null.
  if (dataPages.every(({ texts, levels }) => texts !== undefined && !hasNulls(levels)))
    return { kind: 'text', values: joined(dataPages.map(({ texts }) => texts!)) };
  const offsets = new Uint32Array(rowCount + 1);
  const parts: { readonly from: TextValues; readonly index: number }[] = [];
  let validity: Uint8Array | undefined;
  let [row, end] = [0, 0];
  for (const { levels, values, texts, rowCount: rows } of dataPages) {
    let next = 0;
    for (let index = 0; index < rows; index++, row++) {
      offsets[row] = end;
      if (levels?.[index] === 0) {
        validity ??= new Uint8Array(rowCount).fill(1);
        validity[row] = 0;
        continue;
      }
      const part = texts
        ? { from: texts, index: next }
        : { from: dictionaryTexts!, index: values[next] as number };
      next++;
      end += part.from.offsets[part.index + 1]! - part.from.offsets[part.index]!;
      parts.push(part);
    }
  }
  offsets[row] = end;
  const bytes = new Uint8Array(below4GiB(end));
  let at = 0;
  for (const { from, index } of parts)
    for (let byte = from.offsets[index]!; byte < from.offsets[index + 1]!; byte++)
      bytes[at++] = from.bytes[byte]!;
  return { kind: 'text', values: { bytes, offsets }, ...(validity && { validity }) };
}

export function hasNulls(levels: ArrayLike<number> | undefined): boolean {
  return levels !== undefined && Array.prototype.includes.call(levels, 0);
}

function joined(pages: readonly TextValues[]): TextValues {
  const [first] = pages;
  if (first !== undefined && pages.length === 1) return first;
  const bytes = new Uint8Array(below4GiB(pages.reduce((sum, page) => sum + page.bytes.length, 0)));
  const offsets = new Uint32Array(pages.reduce((sum, page) => sum + page.offsets.length - 1, 0) + 1);
  let [end, row] = [0, 0];
  for (const page of pages) {
    bytes.set(page.bytes, end);
    for (let index = 1; index < page.offsets.length; index++) offsets[++row] = end + page.offsets[index]!;
    end += page.bytes.length;
  }
  return { bytes, offsets };
}

function below4GiB(size: number): number {
  if (size < 2 ** 32) return size;
  throw new ParquetError(`Its texts take ${size} bytes; a row group's must stay below 4 GiB.`);
}
