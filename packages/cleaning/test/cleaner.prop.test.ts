import { cleanRowSchema, contractFields, renderCents, renderDay, salesContract } from '@sales/schema';
import { describe, expect, it } from 'vitest';
import {
  addReports,
  createCleaner,
  createReferenceCleaner,
  emptyReport,
  type Reject,
  SourceError,
} from '../src/index.ts';
import {
  cleanChunks,
  type CleanedRow,
  type CleanedText,
  cleanText,
  ingestDate,
  rejectLines,
  tableRows,
} from './cleaned.ts';
import { type SeededRandom, seededRandom } from '@sales/test-kit';
import { saleFields, saleLine } from './sale.ts';
import { chunksOf, randomChunks } from './source/rows.ts';

const writtenValues = [
  '1',
  '2',
  '0',
  '-1',
  '2.50',
  '19.99',
  '0.285',
  '1e2',
  '1e400',
  '99999999.995',
  '9007199254740993',
  '3.0',
  'null',
  'true',
  '"S1"',
  '" s1 "',
  '"2024-02-29"',
  '"02/29/2024"',
  '"2023-02-29"',
  '"2024-02-29T10:11Z"',
  '"FREE"',
  '"$1,234.50"',
  '"1,23"',
  '""',
  '"\\u00a0"',
  '"Toys"',
  '"TOY"',
  '"Garden"',
  '"half \\ud83d"',
  '"é😀"',
  '[]',
  '{"a":[1]}',
  '"x\\ny"',
  '"12"',
  '0.1',
];

/** A sale with some values that may be anything, as a line. */
function dirtyLine(random: SeededRandom): string {
  const written: Record<string, string> = {};
  for (let count = random.below(4); count > 0; count--)
    written[random.pick(saleFields)] = random.pick(writtenValues);
  if (random.below(4) === 0) written[`extra_${random.below(5)}`] = random.pick(writtenValues);
  return saleLine({ transaction_id: `T-${random.below(1_000)}` }, written);
}

/** Lines clean and dirty, blank ones, and lines with bytes changed, taken out or put in. */
function dirtyText(random: SeededRandom): Buffer {
  const lines = Array.from({ length: random.below(30) }, () => {
    const kind = random.below(10);
    if (kind === 0) return Buffer.from(random.pick(['', ' ', '\t\r', '{', '}', 'null', '[]', '"', '{}']));
    const line = Buffer.from(kind < 5 ? saleLine() : dirtyLine(random));
    if (kind < 8) return line;
    const at = random.below(line.length);
    const bytes = Buffer.from([random.below(256)]);
    return Buffer.concat([line.subarray(0, at), bytes, line.subarray(at + random.below(3))]);
  });
  const newline = Buffer.from(random.pick(['\n', '\r\n']));
  const text = Buffer.concat(lines.flatMap((line) => [line, newline]));
  return text.subarray(0, text.length - random.pick([0, newline.length, random.below(text.length + 1)]));
}

/** The lines of a text that are not blank, by their offsets. */
function lineOffsets(text: Buffer): number[] {
  const offsets: number[] = [];
  let at = 0;
  for (const line of text.toString('latin1').split('\n')) {
    const blanks = /^[ \t\r]*/.exec(line)![0].length;
    if (blanks < line.length) offsets.push(at + blanks);
    at += line.length + 1;
  }
  return offsets;
}

describe('any text of lines', () => {
  const texts = Array.from({ length: 250 }, (_, seed) => dirtyText(seededRandom(seed)));

  it('is read row by row, each accepted or rejected once', () => {
    for (const text of texts) {
      const { rows, rejects, report } = cleanText(text);
      const offsets = [
        ...rows.map((row) => Number(row['_source_offset'])),
        ...rejects.map(({ offset }) => offset),
      ];
      expect(offsets.sort((a, b) => a - b)).toEqual(lineOffsets(text));
      expect([report.read, report.accepted, report.rejected]).toEqual([
        offsets.length,
        rows.length,
        rejects.length,
      ]);
      const sum = rows.reduce((cents, row) => cents + (row['total_amount'] as bigint), 0n);
      expect(report.sumsCents['total_amount']).toBe(sum);
    }
  });

  it('is the same however it is cut', () => {
    const random = seededRandom(21);
    for (const text of texts.slice(0, 120)) {
      const whole = cleanText(text);
      expect(cleanChunks(randomChunks(text, random))).toEqual(whole);
      expect(cleanChunks(chunksOf(text, 1))).toEqual(whole);
    }
  });

  it('is read as the reference cleaner reads it', () => {
    for (const text of texts)
      expect(cleanText(text)).toEqual(cleanChunks([text], undefined, createReferenceCleaner));
  });

  it('is found again in its rejects', () => {
    for (const text of texts) {
      for (const { offset, line, raw, rawBase64 } of cleanText(text).rejects) {
        const bytes = rawBase64 === undefined ? Buffer.from(raw) : Buffer.from(rawBase64, 'base64');
        expect(text.subarray(offset, offset + bytes.length)).toEqual(bytes);
        expect(text.subarray(0, offset).toString('latin1').split('\n')).toHaveLength(line);
      }
    }
  });

  it('gives rows that pass the schema of clean rows', () => {
    const schema = cleanRowSchema(salesContract);
    for (const text of texts) {
      for (const row of cleanText(text).rows) {
        const parsed = schema.safeParse({ ...fieldsOf(row), date: renderDay(row['date'] as number) });
        expect(parsed.error).toBeUndefined();
      }
    }
  });
});

describe('an object read in parts that begin with lines', () => {
  it('gives the rows, lines and counts of the whole', () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = seededRandom(seed);
      const blank = '\n \r\n'.repeat(random.pick([0, 3, 20_000]));
      const text = Buffer.concat([Buffer.from(random.pick(['', '\ufeff']) + blank), dirtyText(random)]);
      const lineStarts = [...text.keys()].filter((at) => text[at - 1] === 0x0a && random.below(9) === 0);
      expect(cleanParts(text, [0, ...lineStarts.slice(-5)])).toEqual(cleanText(text));
    }
  });
});

it('reads the elements of an array as it reads lines', () => {
  for (let seed = 0; seed < 100; seed++) {
    const random = seededRandom(seed);
    const lines = Array.from({ length: random.below(20) }, () => dirtyLine(random));
    const array = Buffer.from(`[${lines.join(random.pick([',', ',\n', ' , ']))}]`);
    const asArray = cleanChunks(randomChunks(array, random), 'a.json');
    const asLines = cleanText(lines.join('\n'));
    expect(asArray.report).toEqual(asLines.report);
    expect(asArray.rows.map(fieldsOf)).toEqual(asLines.rows.map(fieldsOf));
    expect(asArray.rejects.map(({ reasons, raw }) => [reasons, raw])).toEqual(
      asLines.rejects.map(({ reasons, raw }) => [reasons, raw]),
    );
  }
});

it('reads any bytes at all, or refuses their object', () => {
  const results: (CleanedText | string)[] = [];
  for (let seed = 0; seed < 200; seed++) {
    const random = seededRandom(seed);
    const alphabet = random.pick([[...Buffer.from('[]{}"\\,\na')], undefined]);
    const byte = () => (alphabet === undefined ? random.below(256) : random.pick(alphabet));
    const bytes = Buffer.from(Array.from({ length: random.below(300) }, byte));
    results.push(cleanedOrFault(bytes, 'a.json'), cleanedOrFault(bytes, 'a.ndjson'));
  }
  const read = results.filter((result) => typeof result !== 'string');
  for (const { report, rows, rejects } of read) expect(report.read).toBe(rows.length + rejects.length);
  expect(read.length).toBeGreaterThan(100);
  expect(read.length).toBeLessThan(380);
});

it('changes nothing in what is clean already', () => {
  const random = seededRandom(31);
  const first = cleanText(Array.from({ length: 3_000 }, () => dirtyLine(random)).join('\n')).rows.map(
    fieldsOf,
  );
  expect(first.length).toBeGreaterThan(500);
  const again = cleanText(first.map(renderRow).join('\n'));
  expect(again.rejects).toEqual([]);
  expect(again.rows.map(fieldsOf)).toEqual(first);
  const counted = Object.keys(again.report.repairs).filter((name) => !name.endsWith('_unknown'));
  expect(counted).toEqual([]);
});

it('multiplies and rounds as big integers do', () => {
  const random = seededRandom(41);
  const prices = Array.from({ length: 3_000 }, () => {
    const whole = random.below(2) === 0 ? `${random.below(100_000_000)}` : `${random.below(20)}`;
    const fraction = random.pick([
      '',
      '5',
      '005',
      '995',
      '4999999999999999999999',
      '50',
      random.digits(random.below(30)),
    ]);
    return { whole, fraction, quantity: 1 + random.below(1_000_000) };
  });
  const lines = prices.map(({ whole, fraction, quantity }) =>
    saleLine(
      { quantity_sold: quantity, total_amount: undefined },
      { unit_price: fraction === '' ? whole : `${whole}.${fraction}` },
    ),
  );
  const expected = prices.flatMap(({ whole, fraction, quantity }) => {
    const digits = fraction.padEnd(3, '0');
    const cents = BigInt(whole + digits.slice(0, 2)) + (Number(digits[2]) >= 5 ? 1n : 0n);
    return cents < 1n || cents > 9_999_999_999n ? [] : [[cents, cents * BigInt(quantity)]];
  });
  const { rows } = cleanText(lines.join('\n'));
  expect(rows.map((row) => [row['unit_price'], row['total_amount']])).toEqual(expected);
});

function cleanedOrFault(bytes: Uint8Array, key: string): CleanedText | string {
  try {
    return cleanText(bytes, key);
  } catch (error) {
    if (error instanceof SourceError) return error.fault;
    throw error;
  }
}

/** A row without its lineage. */
function fieldsOf(row: CleanedRow): CleanedRow {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('_')));
}

/** Writes a clean row as JSON: what is money as a number of two decimals. */
function renderRow(row: CleanedRow): string {
  const values = contractFields(salesContract).map(([name, { kind }]) => {
    const value = row[name]!;
    if (kind === 'date') return `"${name}":"${renderDay(value as number)}"`;
    if (typeof value === 'bigint') return `"${name}":${renderCents(value)}`;
    return `"${name}":${JSON.stringify(value)}`;
  });
  return `{${values.join(',')}}`;
}

/** Cleans the parts of a text as objects of their own, and puts lines and reports together. */
function cleanParts(text: Buffer, starts: readonly number[]): CleanedText {
  const cleaner = createCleaner({ contract: salesContract, ingestDate, rowsPerTable: 16 });
  let report = emptyReport;
  let lines = 0;
  const rows: CleanedRow[] = [];
  const rejects: Reject[] = [];
  starts.forEach((from, index) => {
    cleaner.startObject({ key: 'raw/sales/a.ndjson', version: 'v1', eventTimeMs: 1_700_000_000_123 }, from);
    cleaner.push(text.subarray(from, starts[index + 1]));
    report = addReports(report, cleaner.endObject());
    const { rejects: drained, tables } = cleaner.drain();
    rejects.push(...rejectLines(drained).map((reject) => ({ ...reject, line: reject.line + lines })));
    rows.push(...tables.flatMap(tableRows));
    lines += cleaner.lineCount();
  });
  return { rows: [...rows, ...cleaner.finish().tables.flatMap(tableRows)], rejects, report };
}
