import { contracts, oddBytes, placed, randomCase, seededRandom } from '@sales/fuzz';
import { describe, expect, it } from 'vitest';
import { saleLine } from '../sale.ts';
import { oneText, sameReading } from './sameReading.ts';

/** More of them with a longer time: `FUZZ_LINES=10000000 vitest run differential`. */
const linesToRead = Number(process.env['FUZZ_LINES'] ?? 200_000);
/** A number that is printed with what fails; the same finds the same. */
const firstSeed = Number(process.env['FUZZ_SEED'] ?? 1);

describe('reference, interpreted and generated scanners read alike', () => {
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

/** A short line for each contract that scanners read, with every kind of field. */
const plainLines: ReadonlyArray<readonly [contract: string, line: string]> = [
  ['products', '{"k":"T-1","q":2,"p":1.25,"r":3,"s":10.5,"t1":2.50,"t2":31.50,"m":null}'],
  ['loose', '{"a":"x","ab":"y z","abc":7,"abcd":1.05,"abcde":"2024-02-29","abcdef":"Two","k":"K1"}'],
  ['widths', '{ "b1": "a", "b2": "bc", "b3": null, "b4": "dé", "b5": "fghij", "b7": "k", "b8": "" }'],
  ['enums', '{"k":"A","spaced":"Home & Kitchen","odd":"Ménage","none":null,"x":"1","y":12}'],
];
const readable = plainLines.map(
  ([contract, line]) =>
    [contract, contract === 'widths' ? line.replace('"b3": null', '"b3": "B"') : line] as const,
);

describe.each(readable)('a line of %s', (contract, text) => {
  const line = Buffer.from(text);
  /** Puts lines between lines as they should be, in dictionaries and as bytes. */
  const among = (changed: readonly Uint8Array[]): void => {
    const all = Buffer.concat([
      line,
      Buffer.from('\n'),
      ...changed.flatMap((one) => [one, Buffer.from('\n'), line, Buffer.from('\n')]),
    ]);
    sameReading(oneText(contract, all));
    sameReading(oneText(contract, all, { trialRows: 3, mostlyDistinct: 0.3, rowsPerTable: 500 }));
  };

  it('is scanned', () => {
    const { lines, fastLines } = sameReading(oneText(contract, `${text}\n`.repeat(20)));
    expect([lines, fastLines]).toEqual([20, 19]);
  });

  it('is read alike when it is cut at every byte', () => {
    among([...line.keys()].flatMap((at) => [line.subarray(0, at), line.subarray(at)]));
  });

  it('is read alike without any of its bytes, and with any of them twice', () => {
    among([...line.keys()].flatMap((at) => [line.toSpliced(at, 1), line.toSpliced(at, 0, line[at]!)]));
  });

  it('is read alike with every byte changed to every other', () => {
    for (const at of line.keys()) among(Array.from({ length: 256 }, (_, byte) => line.with(at, byte)));
  });

  it('is read alike with odd bytes put in anywhere', () => {
    for (const byte of oddBytes)
      among([...line.keys(), line.length].map((at) => line.toSpliced(at, 0, byte)));
  });

  it('is read alike however chunks and parts end', () => {
    const object = Buffer.from(`${text}\n`.repeat(3));
    for (const cut of object.keys()) {
      const fuzzCase = oneText(contract, object);
      sameReading({ ...fuzzCase, objects: [{ ...fuzzCase.objects[0]!, cuts: [cut] }] });
    }
    for (let seed = 0; seed < 20; seed++) {
      const many = placed('a.ndjson', Buffer.from(`${text}\n`.repeat(40)), seededRandom(seed));
      sameReading({ ...oneText(contract, '', { rowsPerTable: 7, trialRows: 5 }), objects: [many, many] });
    }
  });
});

it('names every kind of field in the lines that are changed byte by byte', () => {
  const kinds = new Set(
    readable.flatMap(([name]) => Object.values(contracts[name]!.fields).map(({ kind }) => kind)),
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
