import type { Table } from '@sales/parquet';
import { withScratch } from '@sales/parquet/kernel';
import { lineageColumns } from '@sales/schema';
import { columnOf, numberReader, textReader, wordsOf } from './columnView.ts';
import type { Kernel } from './kernel/kernel.ts';
import { renderLineage } from './sourceOrder.ts';

/** Gives for each row of a table the number of the object that it comes from. */
export type SourceNumbers = (table: Table) => Uint32Array;

/** An offset in a stamp has as many. */
const offsetDigits = 16;

/** Numbers objects from 0 on, and tells a kernel what stands of each in a stamp. */
export function createSources(kernel: Kernel): SourceNumbers {
  const numbers = new Map<string, number>();

  const numberOf = (time: bigint, key: string): number => {
    const text = renderLineage({ time, key, offset: 0n }).slice(0, -offsetDigits);
    let number = numbers.get(text);
    if (number === undefined) {
      numbers.set(text, (number = numbers.size));
      const bytes = Buffer.from(text);
      withScratch(kernel, (scratch) => kernel.addSource(scratch.put(bytes), bytes.length));
    }
    return number;
  };

  return (table) => {
    const [time, key] = lineageColumns.map(({ name }) => columnOf(table, name));
    if (time?.kind !== 'int64') throw new Error('A time is a 64-bit integer.');
    const timeAt = numberReader(time);
    const keyAt = textReader(key!);
    const times = wordsOf(time.values);
    const codes = key!.kind === 'codes' ? key!.codes : undefined;
    const sources = new Uint32Array(table.rowCount);
    for (let row = 0; row < table.rowCount; row++) {
      const at = 2 * row;
      const isAsBefore =
        row > 0 &&
        codes !== undefined &&
        codes[row] === codes[row - 1] &&
        times[at] === times[at - 2] &&
        times[at + 1] === times[at - 1];
      sources[row] = isAsBefore ? sources[row - 1]! : numberOf(timeAt(row) as bigint, keyAt(row)!);
    }
    return sources;
  };
}
