import { salesContract, silverColumns } from '@sales/schema';
import { describe, expect, it } from 'vitest';
import { type Cleaner, createCleaner, createReferenceCleaner } from '../src/index.ts';
import { cleanChunks, cleanText, ingestDate, rejectLines, tableRows } from './cleaned.ts';
import { saleLine } from './sale.ts';

const makers = [
  ['the cleaner', createCleaner],
  ['the reference cleaner', createReferenceCleaner],
] as const;

const source = (key: string, eventTimeMs = 1_000) => ({ key, version: 'v1', eventTimeMs });

/** Cleans an object, and returns its report. */
function cleanObject(cleaner: Cleaner, key: string, text: string, eventTimeMs?: number) {
  cleaner.startObject(source(key, eventTimeMs));
  cleaner.push(Buffer.from(text));
  return cleaner.endObject();
}

describe.each(makers)('%s', (_, create) => {
  const make = (rowsPerTable?: number) =>
    create({ contract: salesContract, ingestDate, ...(rowsPerTable === undefined ? {} : { rowsPerTable }) });

  it('gives clean rows with their lineage, in the columns of silver', () => {
    const cleaner = make();
    cleanObject(
      cleaner,
      'raw/sales/a.json',
      `\n${saleLine()}\n${saleLine({ city: null })}`,
      1_700_000_000_123.9,
    );
    const { tables } = cleaner.finish();
    expect(tables).toHaveLength(1);
    expect(tables[0]!.schema).toEqual(silverColumns(salesContract));
    const rows = tableRows(tables[0]!);
    expect(rows[0]).toMatchObject({
      transaction_id: 'T-1',
      date: 19_782,
      quantity_sold: 2,
      unit_price: 1_999n,
      total_amount: 3_998n,
      _source_time: 1_700_000_000_123_000n,
      _source_key: 'raw/sales/a.json',
      _source_offset: 1n,
    });
    expect(rows[1]).toMatchObject({ city: null, _source_offset: BigInt(saleLine().length + 2) });
  });

  it('gives rejects as lines of quarantine, with every reason and their place', () => {
    const cleaner = make();
    const bad = saleLine({ unit_price: 'FREE', date: null });
    cleanObject(cleaner, 'a.ndjson', `${saleLine()}\n\n  ${bad} \r\n`);
    expect(rejectLines(cleaner.finish().rejects)).toEqual([
      {
        source: 'a.ndjson',
        version: 'v1',
        offset: saleLine().length + 4,
        line: 3,
        reasons: ['missing_date', 'unit_price_invalid'],
        raw: bad,
      },
    ]);
  });

  it('gives tables as they fill, rows of several objects together', () => {
    const cleaner = make(3);
    const drained: number[] = [];
    for (const key of ['a.ndjson', 'b.ndjson', 'c.ndjson']) {
      cleanObject(cleaner, key, `${saleLine()}\n${saleLine()}\n`);
      drained.push(...cleaner.drain().tables.map(({ rowCount }) => rowCount));
    }
    const rest = cleaner.finish().tables;
    expect(drained.every((rowCount) => rowCount <= 3)).toBe(true);
    expect(drained.reduce((sum, rowCount) => sum + rowCount, 0)).toBeGreaterThanOrEqual(3);
    expect([...drained, ...rest.map(({ rowCount }) => rowCount)].reduce((a, b) => a + b)).toBe(6);
    expect(cleaner.finish()).toEqual({ tables: [], rejects: new Uint8Array() });
  });

  it('keeps rows in the order of their objects, with the lineage of each', () => {
    const cleaner = make(4);
    const tables = ['a', 'b', 'c'].flatMap((key, index) => {
      cleanObject(cleaner, key, `${saleLine()}\n${saleLine()}\n${saleLine()}\n`, index);
      return cleaner.drain().tables;
    });
    const rows = [...tables, ...cleaner.finish().tables].flatMap(tableRows);
    expect(rows.map((row) => row['_source_key'])).toEqual(['a', 'a', 'a', 'b', 'b', 'b', 'c', 'c', 'c']);
    expect(rows.map((row) => row['_source_time'])).toEqual([
      0n,
      0n,
      0n,
      1_000n,
      1_000n,
      1_000n,
      2_000n,
      2_000n,
      2_000n,
    ]);
  });

  it('reports each object by itself', () => {
    const cleaner = make();
    const reports = [`${saleLine()}\n{\n`, '', saleLine({ coupon: 1 })].map((text, index) =>
      cleanObject(cleaner, `${index}`, text),
    );
    expect(reports.map(({ read, accepted, rejected }) => [read, accepted, rejected])).toEqual([
      [2, 1, 1],
      [0, 0, 0],
      [1, 1, 0],
    ]);
    expect(reports.map(({ drift }) => Object.keys(drift.extraFields))).toEqual([[], [], ['coupon']]);
    expect(reports.map(({ sumsCents }) => sumsCents['total_amount'])).toEqual([3_998n, 0n, 3_998n]);
  });

  it('drains each reject once', () => {
    const cleaner = make();
    cleaner.startObject(source('a'));
    cleaner.push(Buffer.from('{\n'));
    cleaner.push(Buffer.from('[\n'));
    cleaner.endObject();
    expect(rejectLines(cleaner.drain().rejects)).toHaveLength(2);
    expect(cleaner.drain()).toEqual({ tables: [], rejects: new Uint8Array() });
  });

  it('must be told which object it reads', () => {
    expect(() => make().push(Buffer.from('{}'))).toThrow('startObject must be called first');
    const cleaner = make();
    cleanObject(cleaner, 'a', '');
    expect(() => cleaner.endObject()).toThrow('startObject must be called first');
  });

  it('refuses an ingest day that is none', () => {
    expect(() => create({ contract: salesContract, ingestDate: '2024-6-30' })).toThrow('"2024-6-30"');
  });
});

describe('a line that is no row of the contract', () => {
  it.each([
    ['{"a":1', 'malformed_json'],
    ['\ufeff{}', 'malformed_json'],
    ['[1]', 'not_an_object'],
    ['null', 'not_an_object'],
    ['12345678901234567890', 'not_an_object'],
  ])('%s is refused for that alone: %s', (line, reason) => {
    expect(cleanText(`${saleLine()}\n${line}\n`).rejects.map(({ reasons, raw }) => [reasons, raw])).toEqual([
      [[reason], line],
    ]);
  });

  it.each([
    [0x7b, 0xff, 0x7d],
    [0xc3],
    [0x22, 0xed, 0xa0, 0x80, 0x22],
    [0x22, 0xc0, 0xaf, 0x22],
    [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22],
    [0x31, 0x80],
  ])('with bytes that are no UTF-8 is refused for those first, and kept byte by byte', (...bytes) => {
    const line = Buffer.from(bytes);
    const { rejects, report } = cleanText(
      Buffer.concat([Buffer.from(`${saleLine()}\n`), line, Buffer.from('\n')]),
    );
    expect(rejects).toMatchObject([{ reasons: ['invalid_utf8'], offset: saleLine().length + 1, line: 2 }]);
    expect(Buffer.from(rejects[0]!.rawBase64!, 'base64')).toEqual(line);
    expect(report.reasons).toEqual({ invalid_utf8: 1 });
  });

  it('keeps lone surrogates of clean text as U+FFFD, and of refused text as written', () => {
    const fine = saleLine({}, { city: '"half \\ud83d"' });
    const bad = saleLine({ unit_price: 'x' }, { city: '"half \\ud83d"' });
    const { rows, rejects } = cleanText(`${fine}\n${bad}\n`);
    expect(rows[0]!['city']).toBe('half \ufffd');
    expect(rejects[0]!.raw).toBe(bad);
    expect(rejects[0]).not.toHaveProperty('rawBase64');
  });

  it('nested a hundred thousand deep is refused or kept by what it is', () => {
    for (const inner of ['', '1234567890123456']) {
      const deep = `${'['.repeat(100_000)}${inner}${']'.repeat(100_000)}`;
      const text = [
        deep,
        deep.slice(1),
        saleLine({}, { extra: deep }),
        saleLine({}, { city: deep }),
        saleLine(),
      ].join('\n');
      const { rows, rejects, report } = cleanText(text);
      expect(rows).toHaveLength(2);
      expect(rejects.map(({ reasons }) => reasons)).toEqual([
        ['not_an_object'],
        ['malformed_json'],
        ['city_invalid'],
      ]);
      expect(report.drift.extraFields['extra']!.rows).toBe(1);
    }
  });
});

it('reads a line of 50 MB', () => {
  const text = Buffer.from(`${saleLine()}\n${saleLine({ extra: 'x'.repeat(50_000_000) })}\n${saleLine()}\n`);
  const chunks = Array.from({ length: Math.ceil(text.length / 65_536) }, (_, index) =>
    text.subarray(index * 65_536, (index + 1) * 65_536),
  );
  const { rows, report } = cleanChunks(chunks);
  expect(rows.map((row) => row['_source_offset'])).toEqual([
    0n,
    BigInt(saleLine().length + 1),
    BigInt(text.length - saleLine().length - 1),
  ]);
  expect(report.drift.extraFields['extra']!.sample).toHaveLength(121);
});
