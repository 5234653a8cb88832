// Gives a text sink's rows as a table's own: codes numbered from 0 on in the order in which the rows use them.

import { InternTable, lengthOf, localAt, recordOf, textOf } from './intern';
import { TextSink } from './sinks';

/** How many different entries the rows use, and how many bytes these have, after `numberEntries`. */
export let usedCount: u32 = 0;
export let usedBytes: u32 = 0;

/** Writes each row's code to `codes`, which may be the sink's own, and the entries by their code to `used`, which has room for one a row. */
export function numberEntries(sink: TextSink, rows: u32, codes: usize, used: usize): void {
  let count: u32 = 0;
  let bytes: u32 = 0;
  for (let row: u32 = 0; row < rows; row++) {
    const entry = load<i32>(sink.codes + ((row as usize) << 2));
    let code: i32 = -1;
    if (entry >= 0) {
      const record = recordOf(sink, entry as u32);
      let local = load<u32>(record, localAt);
      if (local == 0) {
        store<u32>(used + ((count as usize) << 2), entry);
        bytes += lengthOf(record);
        local = ++count;
        store<u32>(record, local, localAt);
      }
      code = (local as i32) - 1;
    }
    store<i32>(codes + ((row as usize) << 2), code);
  }
  usedCount = count;
  usedBytes = bytes;
  for (let code: u32 = 0; code < count; code++) {
    store<u32>(recordOf(sink, load<u32>(used + ((code as usize) << 2))), 0, localAt);
  }
}

/** Writes the texts of the entries one behind the other, and where each ends: `offsets` has one more than they are. */
export function gatherTexts(table: InternTable, used: usize, count: u32, offsets: usize, bytes: usize): void {
  let end: u32 = 0;
  store<u32>(offsets, 0);
  for (let code: u32 = 0; code < count; code++) {
    const record = recordOf(table, load<u32>(used + ((code as usize) << 2)));
    const size = lengthOf(record);
    memory.copy(bytes + (end as usize), textOf(table, record), size as usize);
    end += size;
    store<u32>(offsets + ((code as usize) << 2), end, 4);
  }
}
