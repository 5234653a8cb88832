import { type Column, textValues } from '@sales/parquet';
import { lineageColumns } from '@sales/schema';
import type { SourceObject } from '../cleaner.ts';

/** Rows of one object that stand together in the table. */
export interface Segment {
  readonly source: SourceObject;
  readonly firstRow: number;
}

/** Gives the columns that say where each row comes from, in the order of `lineageColumns`. */
export function lineage(segments: readonly Segment[], offsets: BigInt64Array): Column[] {
  const rowCount = offsets.length;
  const times = new BigInt64Array(rowCount);
  const codes = new Int32Array(rowCount);
  const keys: string[] = [];
  segments.forEach(({ source, firstRow }, index) => {
    const end = segments[index + 1]?.firstRow ?? rowCount;
    if (end === firstRow) return;
    times.fill(BigInt(Math.trunc(source.eventTimeMs)) * 1000n, firstRow, end);
    codes.fill(keys.length, firstRow, end);
    keys.push(source.key);
  });
  const byName: Record<(typeof lineageColumns)[number]['name'], Column> = {
    _source_time: { kind: 'int64', values: times },
    _source_key: { kind: 'codes', codes, dictionary: textValues(keys), isCompact: true },
    _source_offset: { kind: 'int64', values: offsets },
  };
  return lineageColumns.map(({ name }) => byName[name]);
}
