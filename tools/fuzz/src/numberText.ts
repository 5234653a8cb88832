import type { Random } from './random.ts';

/** Numbers at the edges of what a reader may think of, among them what JSON does not have. */
const oddNumbers: readonly string[] = [
  '0',
  '-0',
  '-0.0',
  '0.0',
  '0e0',
  '0E+1',
  '1',
  '-1',
  '1.0',
  '1.00',
  '1.000',
  '1e2',
  '1E2',
  '1E+2',
  '1e-2',
  '1e+00',
  '0.1e1',
  '10e-1',
  '0.01',
  '0.001',
  '0.004',
  '0.005',
  '0.00499999999999999999999',
  '0.285',
  '1.005',
  '19.995',
  '99999999.99',
  '99999999.994',
  '99999999.995',
  '100000000',
  '999999999',
  '1000000000',
  '1000000',
  '1000001',
  '2147483647',
  '2147483648',
  '-2147483648',
  '4294967296',
  '9007199254740993',
  '123456789012345',
  '1234567890123456',
  '12345678901234567890',
  '99999999999',
  '999999999999',
  '9999999999999',
  '99999999999999',
  '1e22',
  '1e308',
  '1e309',
  '-1e400',
  '1e-400',
  '1e99999999999',
  '1.7976931348623157e308',
  '5e-324',
  '0.1000000000000000055511151231257827',
  '00',
  '01',
  '-01',
  '007',
  '00.5',
  '+1',
  '.5',
  '-.5',
  '5.',
  '5.e1',
  '1e',
  '1e+',
  '1E-',
  'e1',
  '1e1.5',
  '1.2.3',
  '1..2',
  '-',
  '--1',
  '+-1',
  '- 1',
  '1 2',
  '1-2',
  '0x1F',
  '0b1',
  '0o7',
  '1_000',
  '1,000',
  '1n',
  '1f',
  '1a',
  'NaN',
  '-NaN',
  'Infinity',
  '-Infinity',
  '١',
  '１',
  '½',
  '1\0',
];

/** Texts that people write for a number. */
export const numberTexts: readonly string[] = [
  '12',
  ' 12 ',
  '+12',
  '-12',
  '12.00',
  '.5',
  '$5',
  '$ 5',
  '-$5.10',
  '$-5',
  '5$',
  '$1,234.50',
  '1,234',
  '1,23',
  '1,2345',
  '12,345,678.9',
  ',123',
  '1,234,',
  '1.234,50',
  'FREE',
  '12.',
  '1e2',
  '0x10',
  'NaN',
  '1 000',
  '\u00a012',
  '12\u00a0',
  '€5',
  '$',
  '1.005',
  '0',
  '0.001',
  '-',
];

const oddJsonNumbers = oddNumbers.filter((text) =>
  /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(text),
);

/** Writes a number in one of the forms that JSON has, and rarely in another. */
export function writeJsonNumber(random: Random): string {
  if (random.once(40)) return writeNumber(random);
  if (random.once(3)) return random.pick(oddJsonNumbers);
  const exponent = random.once(4)
    ? `${random.pick(['e', 'E'])}${random.pick(['', '+', '-'])}${random.below(4)}`
    : '';
  const fraction = random.pick(['', '.0', '.00', `.${random.digits(1 + random.below(4))}`]);
  return `${random.once(6) ? '-' : ''}${random.below(random.pick([10, 1_000, 2_000_000]))}${fraction}${exponent}`;
}

/** Writes a number plainly, in another of its forms, or in a form of no number. */
export function writeNumber(random: Random): string {
  if (random.once(2)) return random.pick(oddNumbers);
  const sign = random.pick(['', '', '', '-', '+']);
  const whole = random.pick([
    random.digits(1),
    random.digits(1 + random.below(4)),
    random.digits(random.below(24)),
  ]);
  const fraction = random.pick([
    '',
    '',
    `.${random.digits(random.below(4))}`,
    `.${random.digits(random.below(24))}`,
  ]);
  const exponent = random.pick([
    '',
    '',
    '',
    `${random.pick(['e', 'E'])}${random.pick(['', '+', '-'])}${random.digits(random.below(4))}`,
  ]);
  return `${sign}${whole}${fraction}${exponent}`;
}
