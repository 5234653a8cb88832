import { describe, expect, it } from 'vitest';
import { type Reject, rejectsAt, SourceError } from '../src/index.ts';
import { cleanText } from './cleaned.ts';
import { seededRandom } from '@sales/test-kit';
import { saleLine } from './sale.ts';
import { chunksOf, randomChunks } from './source/rows.ts';

async function* from(chunks: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* chunks;
}

async function read(
  key: string,
  chunks: readonly Uint8Array[],
  offsets: Iterable<number>,
): Promise<Reject[]> {
  const source = { key, version: 'v1', eventTimeMs: 0 };
  const rejects: Reject[] = [];
  const options = { source, chunks: from(chunks), offsets: new Set(offsets), reason: 'superseded' };
  for await (const some of rejectsAt(options)) rejects.push(...some);
  return rejects;
}

const lines = Array.from({ length: 12 }, (_, index) =>
  saleLine({ transaction_id: `T-${index}`, city: 'Évora' }),
);

describe.each([
  ['a.ndjson', `\ufeff${lines.join('\r\n')}`],
  ['a.json', `\ufeff[\n${lines.join(',\n')}\n]`],
])('the rows of %s at some offsets', (key, content) => {
  const text = Buffer.from(content);
  const offsets = cleanText(text, key).rows.map((row) => Number(row['_source_offset']));

  it('are found by the offsets that cleaning gave them, with their text and line', async () => {
    expect(offsets).toHaveLength(lines.length);
    const wanted = [1, 4, 5, 11];
    const rejects = await read(
      key,
      [text],
      wanted.map((index) => offsets[index]!),
    );
    expect(rejects).toEqual(
      wanted.map((index) => ({
        source: key,
        version: 'v1',
        offset: offsets[index],
        line: index + (key === 'a.json' ? 2 : 1),
        reasons: ['superseded'],
        raw: lines[index],
      })),
    );
  });

  it('are the same however the text is cut', async () => {
    const random = seededRandom(5);
    const whole = await read(key, [text], offsets);
    expect(whole).toHaveLength(lines.length);
    for (let round = 0; round < 20; round++)
      expect(await read(key, randomChunks(text, random), offsets)).toEqual(whole);
    expect(await read(key, chunksOf(text, 1), offsets)).toEqual(whole);
  });

  it('are none where no row starts', async () => {
    expect(await read(key, [text], [])).toEqual([]);
    expect(
      await read(
        key,
        [text],
        offsets.map((offset) => offset + 1),
      ),
    ).toEqual([]);
  });
});

it('fails where the object is broken', async () => {
  await expect(read('a.json', [Buffer.from('[{}')], [1])).rejects.toBeInstanceOf(SourceError);
});
