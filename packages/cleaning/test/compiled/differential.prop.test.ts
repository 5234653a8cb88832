import { contracts, oddBytes, placed, randomCase, seededRandom } from '@sales/fuzz';
import { describe, expect, it } from 'vitest';
import { saleLine } from '../sale.ts';
import { oneText, sameReading } from './sameReading.ts';

/** A few seconds of them; `pnpm fuzz` looks for longer, every night for half an hour. */
const linesToRead = Number(process.env['FUZZ_LINES'] ?? 40_000);
/** A number that is printed with what fails; the same finds the same. */
const firstSeed = Number(process.env['FUZZ_SEED'] ?? 1);

describe('reference, interpreted plans and the kernel read alike', () => {
  it(
    'any text, however it is cut',
    () => {
      let [lines, fastLines] = [0, 0];
      for (let seed = firstSeed; lines < linesToRead; seed++) {
        const random = seededRandom(seed);
        const outcome = sameReading(randomCase(random.pick([5, 50, 200]), random), `seed ${seed}`);
        lines += outcome.lines;
        fastLines += outcome.fastLines;
      }
      // A test of the reference against itself would tell nothing.
      expect(fastLines / lines).toBeGreaterThan(0.15);
    },
    60_000 + linesToRead,
  );
});

/** Short lines that scanners read, with every kind of field among them. */
const plainLines = [
  ['products', '{"k":"T-1","q":2,"p":1.25,"r":3,"s":10.5,"t1":2.50,"t2":31.50,"m":null}'],
  ['loose', '{"a":"x","ab":"y z","abc":7,"abcd":1.05,"abcde":"2024-02-29","abcdef":"Two","k":"K1"}'],
  [
    'widths',
    '{ "b1": "a", "b2": "bc", "b3": "DEF", "b4": "gé", "b5": "hijkl", "b7": "m", "b8": "nopqrstu" }',
  ],
  ['enums', '{"k":"A","spaced":"Home & Kitchen","odd":"Ménage","none":null,"x":"1","y":12}'],
] as const;

describe.each(plainLines)('a line of %s', (contract, text) => {
  const line = Buffer.from(text);
  /** Puts lines between lines as they should be; text is kept in dictionaries, or soon as bytes. */
  const among = (changed: readonly Uint8Array[], isHeap: boolean): string | undefined => {
    const all = [line, ...changed.flatMap((one) => [one, line])].flatMap((one) => [one, Buffer.from('\n')]);
    const limits = isHeap ? { trialRows: 3, mostlyDistinct: 0.3, rowsPerTable: 500 } : {};
    return sameReading(oneText(contract, Buffer.concat(all), limits)).difference;
  };

  it('is scanned', () => {
    const { lines, fastLines } = sameReading(oneText(contract, `${text}\n`.repeat(20)));
    expect([lines, fastLines]).toEqual([20, 19]);
  });

  it('is read alike when it is cut at every byte', () => {
    const pieces = [...line.keys()].flatMap((at) => [line.subarray(0, at), line.subarray(at)]);
    for (const isHeap of [false, true]) expect(among(pieces, isHeap)).toBeUndefined();
  });

  it('is read alike without any of its bytes, and with any of them twice', () => {
    const changed = [...line.keys()].flatMap((at) => [spliced(line, at, 1), spliced(line, at, 0, line[at]!)]);
    for (const isHeap of [false, true]) expect(among(changed, isHeap)).toBeUndefined();
  });

  it('is read alike with every byte changed to every other', () => {
    for (const at of line.keys()) {
      const changed = Array.from({ length: 256 }, (_, byte) => line.with(at, byte));
      for (const isHeap of [false, true]) expect(among(changed, isHeap)).toBeUndefined();
    }
  });

  it('is read alike with odd bytes put in anywhere', () => {
    for (const byte of oddBytes) {
      const changed = [...line.keys(), line.length].map((at) => spliced(line, at, 0, byte));
      for (const isHeap of [false, true]) expect(among(changed, isHeap)).toBeUndefined();
    }
  });

  it('is read alike however chunks and parts end', () => {
    const object = Buffer.from(`${text}\n`.repeat(3));
    for (const cut of object.keys()) {
      const fuzzCase = oneText(contract, object);
      expect(sameReading({ ...fuzzCase, objects: [{ ...fuzzCase.objects[0]!, cuts: [cut] }] }).lines).toBe(3);
    }
    for (let seed = 0; seed < 10; seed++) {
      const many = placed('a.ndjson', Buffer.from(`${text}\n`.repeat(40)), seededRandom(seed));
      const limits = { rowsPerTable: 7, trialRows: 5 };
      expect(sameReading({ ...oneText(contract, '', limits), objects: [many, many] }).lines).toBe(80);
    }
  });
});

it('names every kind of field in the lines that are changed byte by byte', () => {
  const kinds = new Set(
    plainLines.flatMap(([name]) => Object.values(contracts[name]!.fields).map(({ kind }) => kind)),
  );
  expect([...kinds].sort()).toEqual(['date', 'enum', 'id', 'integer', 'money', 'product', 'text']);
});

it('reads one line that deviates in a long run of one shape', () => {
  const deviating = [
    saleLine({ city: ' Porto' }),
    saleLine({ city: 'Por\nto' }),
    saleLine({ unit_price: '19.99' }),
    saleLine({ category: 'toys' }),
    saleLine({ coupon: true }),
    saleLine({ total_amount: 40 }),
    saleLine({ quantity_sold: 0 }),
    saleLine({ payment_method: undefined }),
    saleLine({}, { city: '"a\\u0062"' }),
    saleLine({}, { city: '"a\\"' }),
    ` ${saleLine()}`,
    `${saleLine()} `,
    `${saleLine()},`,
    saleLine().replace('"city"', '"store_name"'),
    saleLine().replace('"city"', '"c\\u0069ty"'),
    '',
    '\r',
    '{}',
  ];
  for (const [index, one] of deviating.entries()) {
    const lines = Array.from({ length: 300 }, (_, row) =>
      row % 97 === 50 ? one : saleLine({ transaction_id: `T${row}` }),
    );
    const outcome = sameReading(
      oneText('sales', `${lines.join(index % 2 === 0 ? '\n' : '\r\n')}\n`, {
        trialRows: 20,
        mostlyDistinct: 0.9,
      }),
    );
    expect(outcome.fastLines).toBeGreaterThan(280);
  }
});

function spliced(bytes: Buffer, at: number, count: number, ...put: readonly number[]): Buffer {
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(put), bytes.subarray(at + count)]);
}
