import { expect, it } from 'vitest';
import { isIntegral, parseDecimal, scaledInteger } from '../src/index.ts';
import { type SeededRandom, seededRandom } from '@sales/test-kit';

/** A literal, and the fraction it says: numerator over denominator, both whole. */
interface Literal {
  readonly text: string;
  readonly numerator: bigint;
  readonly denominator: bigint;
}

function randomLiteral(random: SeededRandom): Literal {
  const whole = random.pick([
    '',
    '0',
    '00',
    random.digits(1 + random.below(4)),
    random.digits(random.below(40)),
  ]);
  const fraction = random.pick([
    '',
    '5',
    '50',
    '4'.repeat(30),
    '9'.repeat(30),
    random.digits(random.below(45)),
  ]);
  // A literal has digits somewhere.
  const digitsBefore = whole === '' && fraction === '' ? '0' : whole;
  const exponent = random.pick([undefined, 0, random.below(9) - 4, random.below(100) - 50]);
  const sign = random.pick(['', '', '-', '+']);
  const zeros = random.pick(['', '', '0', '00']);
  const tail =
    exponent === undefined
      ? ''
      : `${random.pick(['e', 'E'])}${exponent < 0 ? '-' : random.pick(['', '+'])}${zeros}${Math.abs(exponent)}`;
  const magnitude = BigInt(digitsBefore + fraction || '0');
  const power = (exponent ?? 0) - fraction.length;
  return {
    text: `${sign}${digitsBefore}${fraction === '' ? '' : `.${fraction}`}${tail}`,
    numerator: (sign === '-' ? -magnitude : magnitude) * 10n ** BigInt(Math.max(0, power)),
    denominator: 10n ** BigInt(Math.max(0, -power)),
  };
}

/** Rounds half away from zero by whole numbers only. */
function rounded(numerator: bigint, denominator: bigint): bigint {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const nearest = (magnitude * 2n + denominator) / (denominator * 2n);
  return numerator < 0n ? -nearest : nearest;
}

const literals = Array.from({ length: 20_000 }, (_, seed) => randomLiteral(seededRandom(seed)));

it.each([0, 2, 5])('scales any literal by 10^%s as fractions of big integers say', (scale) => {
  const wrong: unknown[] = [];
  let tooLong = 0;
  for (const { text, numerator, denominator } of literals) {
    const scaled = numerator * 10n ** BigInt(scale);
    const isTooLong = (scaled < 0n ? -scaled : scaled) >= 10n ** 30n * denominator;
    if (isTooLong) tooLong++;
    const expected = isTooLong ? undefined : rounded(scaled, denominator);
    const found = scaledInteger(parseDecimal(text)!, scale);
    if (found !== expected) wrong.push({ text, found, expected });
  }
  expect(wrong).toEqual([]);
  expect(tooLong).toBeGreaterThan(literals.length / 20);
  expect(tooLong).toBeLessThan(literals.length / 2);
});

it('rounds exact halves away from zero, and what is a hair below towards it', () => {
  const random = seededRandom(7);
  for (let round = 0; round < 2_000; round++) {
    const cents = BigInt(random.digits(1 + random.below(25)));
    const text = `${cents / 100n}.${(cents % 100n).toString().padStart(2, '0')}`;
    const below = `4${'9'.repeat(random.below(40))}`;
    expect(scaledInteger(parseDecimal(`${text}5${'0'.repeat(random.below(3))}`)!, 2)).toBe(cents + 1n);
    expect(scaledInteger(parseDecimal(`-${text}5`)!, 2)).toBe(-cents - 1n);
    expect(scaledInteger(parseDecimal(text + below)!, 2)).toBe(cents);
  }
});

it('tells whole numbers from others', () => {
  const wrong = literals.filter(
    ({ text, numerator, denominator }) =>
      isIntegral(parseDecimal(text)!) !== (numerator % denominator === 0n),
  );
  expect(wrong).toEqual([]);
});
