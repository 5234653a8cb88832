import { createHash } from 'node:crypto';
import { randomCase, seededRandom } from '@sales/fuzz';
import { columnValues } from './difference.ts';
import { readCase } from './readers.ts';

/** Reads some cases by generated scanners, if code may be generated, and sums up what they gave. */
export function readingDigest() {
  const hash = createHash('sha256');
  let scannedRows = 0;
  for (let seed = 0; seed < 100; seed++) {
    const reading = readCase(randomCase(100, seededRandom(seed)), 'generated');
    scannedRows += reading.scannedRows;
    hash.update([reading.fault, ...reading.reports].join('\n'));
    for (const { tables, rejects } of reading.drained) {
      hash.update(rejects);
      for (const { columns, rowCount } of tables)
        for (const column of columns) hash.update(Array.from(columnValues(column, rowCount)).join('\n'));
    }
  }
  return { mayGenerate: mayGenerate(), digest: hash.digest('hex'), scannedRows };
}

function mayGenerate(): boolean {
  try {
    // oxlint-disable-next-line no-implied-eval, no-new-func -- Whether this may be done is the question.
    return new Function('return true')() as boolean;
  } catch (error) {
    if (error instanceof EvalError) return false;
    throw error;
  }
}

if (import.meta.main) console.log(JSON.stringify(readingDigest()));
