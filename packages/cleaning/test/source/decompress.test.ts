import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { SourceError, uncompressed } from '../../src/index.ts';
import { seededRandom } from '@sales/test-kit';
import { chunksAt, chunksOf } from './rows.ts';

/** Text that does not compress to nothing. */
function noise(bytes: number, seed = 1): Buffer {
  return Buffer.from(seededRandom(seed).digits(bytes));
}

const zstd = (bytes: Uint8Array) =>
  zstdCompressSync(bytes, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });

async function* from(chunks: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  for (const chunk of chunks) {
    // Like a network: some chunks are there at once, others are not.
    if (chunk.length % 2 === 0) await new Promise(setImmediate);
    yield chunk;
  }
}

async function read(chunks: readonly Uint8Array[]): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of uncompressed(from(chunks))) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('latin1');
}

/** What comes of compressed data: its text, or the fault that refuses it. */
async function outcome(chunks: readonly Uint8Array[]): Promise<string> {
  try {
    return await read(chunks);
  } catch (error) {
    if (error instanceof SourceError) return `fault: ${error.fault}`;
    throw error;
  }
}

const text = noise(60).toString();
const other = noise(45, 2).toString();

describe('plain text', () => {
  it.each(['', '{', '{"a":1}\n', '\u001f', '\u001f\u008c\u0008', '(\u00b5/'])(
    'is given as it is: %j',
    async (plain) => {
      const bytes = Buffer.from(plain, 'latin1');
      expect(await read([bytes])).toBe(plain);
      expect(await read(chunksOf(bytes, 1))).toBe(plain);
      expect(await read([new Uint8Array(0), bytes, new Uint8Array(0)])).toBe(plain);
    },
  );

  it('of no chunk at all is empty', async () => {
    expect(await read([])).toBe('');
  });
});

describe.each([
  ['gzip', (bytes: Uint8Array): Buffer => gzipSync(bytes)],
  ['zstd', (bytes: Uint8Array): Buffer => zstd(bytes)],
])('%s', (_, compress) => {
  const one = compress(Buffer.from(text));
  const two = Buffer.concat([one, compress(Buffer.from(other))]);
  const three = Buffer.concat([one, compress(Buffer.alloc(0)), compress(Buffer.from(other))]);

  it('is known by its bytes and uncompressed, wherever it is cut', async () => {
    for (let place = 0; place <= one.length; place++) expect(await read(chunksAt(one, [place]))).toBe(text);
    expect(await read(chunksOf(one, 1))).toBe(text);
    expect(await read([compress(Buffer.alloc(0))])).toBe('');
  });

  it('may have several members, wherever they are cut', async () => {
    for (const members of [two, three]) {
      for (let place = 0; place <= members.length; place++)
        expect(await read(chunksAt(members, [place]))).toBe(text + other);
      for (const size of [1, 2, 7, one.length])
        expect(await read(chunksOf(members, size))).toBe(text + other);
    }
  });

  it('may have very many small members in one chunk', async () => {
    const members = Array.from({ length: 300 }, () => one);
    expect(await read([Buffer.concat(members)])).toBe(text.repeat(300));
  });

  it('that is cut off is truncated, wherever it ends, but between members', async () => {
    for (const whole of [one, two]) {
      for (let end = 4; end < whole.length; end++) {
        const expected = whole === two && end === one.length ? text : 'fault: truncated';
        expect([end, await outcome([whole.subarray(0, end)])]).toEqual([end, expected]);
      }
    }
    expect(await outcome(chunksOf(two.subarray(0, -1), 5))).toBe('fault: truncated');
  });

  it('with a damaged byte is refused, or the byte did not matter', async () => {
    const seen = new Set<string>();
    for (let place = 4; place < one.length; place++) {
      const damaged = Buffer.from(one);
      damaged[place]! ^= 0x41;
      seen.add(await outcome([damaged]));
    }
    expect([...seen].filter((result) => !result.startsWith('fault: '))).toEqual(
      [...seen].includes(text) ? [text] : [],
    );
    expect(seen).toContain('fault: corrupt');
  });

  it('followed by what is no member is corrupt', async () => {
    for (const garbage of ['x', 'garbage\n', '{"a":1}\n']) {
      const bytes = Buffer.concat([one, Buffer.from(garbage)]);
      for (const chunks of [[bytes], chunksAt(bytes, [one.length]), chunksOf(bytes, 1)])
        expect(await outcome(chunks)).toMatch(/^fault: (?:corrupt|truncated)$/);
    }
  });

  it('is given in parts, so that memory stays flat', async () => {
    const size = 32 * 1024 * 1024;
    const compressed = compress(Buffer.alloc(size, ' '));
    expect(compressed.length).toBeLessThan(size / 500);
    let total = 0;
    let largest = 0;
    for await (const part of uncompressed(from([compressed]))) {
      total += part.length;
      largest = Math.max(largest, part.length);
    }
    expect(total).toBe(size);
    expect(largest).toBeLessThanOrEqual(256 * 1024);
  });

  it('says what is wrong, and keeps the cause', async () => {
    const reading = read([one.subarray(0, -2)]);
    await expect(reading).rejects.toThrow('its compressed data ends too early');
    await expect(reading).rejects.toMatchObject({ cause: { code: expect.any(String) } });
  });

  it('lets an error of its source through as it is', async () => {
    const lost = new Error('connection lost');
    async function* failing(bytes: Uint8Array) {
      yield bytes;
      throw lost;
    }
    for (const start of [one.subarray(0, 2), one.subarray(0, 20), one, two.subarray(0, one.length + 3)]) {
      const reading = async () => {
        for await (const part of uncompressed(failing(start))) void part;
      };
      await expect(reading()).rejects.toBe(lost);
    }
  });

  it('closes its source when its reader stops', async () => {
    let isClosed = false;
    const compressed = compress(noise(2_000_000));
    async function* closing() {
      try {
        yield* chunksOf(compressed, 4_096);
      } finally {
        isClosed = true;
      }
    }
    for await (const part of uncompressed(closing())) {
      expect(part.length).toBeGreaterThan(0);
      break;
    }
    expect(isClosed).toBe(true);
  });

  it('reads large data in any chunks', async () => {
    const large = noise(400_000);
    const bytes = Buffer.concat([compress(large), compress(large)]);
    const expected = large.toString().repeat(2);
    for (const size of [1_000, 65_536, 200_000, bytes.length])
      expect((await read(chunksOf(bytes, size))) === expected).toBe(true);
  });
});

describe('gzip', () => {
  const one = gzipSync(text);

  it('may be padded with zeros, between members too', async () => {
    const zeros = Buffer.alloc(600);
    const padded = Buffer.concat([one, zeros, gzipSync(other), zeros]);
    for (const chunks of [[padded], chunksOf(padded, 1), chunksOf(padded, one.length), chunksOf(padded, 512)])
      expect(await outcome(chunks)).toBe(text + other);
    expect(await outcome([Buffer.concat([one, zeros, Buffer.from('x')])])).toMatch('fault: ');
  });
});

describe('zstd', () => {
  it('may hold frames to be skipped, first and between', async () => {
    const skipped = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]);
    const frames = Buffer.concat([
      skipped,
      zstd(Buffer.from(text)),
      skipped,
      zstd(Buffer.from(other)),
      skipped,
    ]);
    for (const chunks of [[frames], chunksOf(frames, 1), chunksOf(frames, 12)])
      expect(await outcome(chunks)).toBe(text + other);
  });

  it('followed by zeros is corrupt: it may be the rest of a lost frame', async () => {
    expect(await outcome([Buffer.concat([zstd(Buffer.from(text)), Buffer.alloc(100)])])).toBe(
      'fault: corrupt',
    );
  });
});
