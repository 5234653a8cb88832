import { type Contract, contractFields, type Field, renderCents } from '@sales/schema';
import { type Mood, writeExtra, writeValue } from './fieldText.ts';
import { writeString } from './jsonText.ts';
import type { Random } from './random.ts';

/** How the lines of one writer look: the keys in order, and what stands between them. */
export interface LineStyle {
  readonly keys: readonly StyledKey[];
  /** Whether every line has a field of its own besides: more than a report lists, and more shapes than are learned. */
  readonly hasOwnField: boolean;
  readonly open: string;
  readonly beforeColon: string;
  readonly afterColon: string;
  readonly comma: string;
  readonly close: string;
}

interface StyledKey {
  readonly name: string;
  /** The name as JSON. */
  readonly written: string;
  /** Undefined for what the contract does not know. */
  readonly field: Field | undefined;
}

/** Names that rows have beside their fields: some look like a field, some are special to objects. */
const extraNames = [
  'x',
  'note',
  '__proto__',
  'constructor',
  'toString',
  '',
  '1',
  '0',
  'é',
  'a:b',
  'a,b',
  '{',
  '}',
  'k\u007f',
  'unit_price ',
  'DATE',
  ' ',
];

/** Chooses a style. */
export function randomStyle(contract: Contract, random: Random): LineStyle {
  const isOrderly = !random.once(4);
  const keys: StyledKey[] = contractFields(contract).flatMap(([name, field]) => {
    const isLeftOut = random.once(field.required && field.kind !== 'product' ? 120 : 7);
    return isLeftOut ? [] : [{ name, field, written: JSON.stringify(name) }];
  });
  for (let extras = random.pick([0, 0, 0, 0, 1, 1, 2, 5]); extras > 0; extras--) {
    const name = random.pick([
      random.pick(extraNames),
      `extra_${random.below(200)}`,
      'n'.repeat(random.once(6) ? random.pick([480, 505, 600]) : random.pick([1, 3, 7, 60])),
    ]);
    keys.push({
      name,
      field: undefined,
      written: random.once(6) ? writeString(name, random) : JSON.stringify(name),
    });
  }
  if (random.once(15) && keys.length > 0) keys.push(random.pick(keys));
  if (random.once(30)) {
    const at = random.below(keys.length);
    const key = keys[at];
    if (key !== undefined) keys[at] = { ...key, written: writeString(key.name, random) };
  }
  const space = (): string =>
    random.once(60)
      ? ' '.repeat(random.pick([30, 300, 520]))
      : random.pick(['', '', '', ' ', '  ', '\t', '\r']);
  const spaces = random.once(4)
    ? [space(), space(), space(), space(), space()]
    : random.pick([
        ['', '', '', '', ''],
        ['', '', ' ', ' ', ''],
      ]);
  return {
    keys: isOrderly ? keys : random.shuffled(keys),
    hasOwnField: random.once(25),
    open: `{${spaces[0]}`,
    beforeColon: spaces[1]!,
    afterColon: spaces[2]!,
    comma: random.once(10) ? `${space()},${spaces[3]}` : `,${spaces[3]}`,
    close: `${spaces[4]}}`,
  };
}

/** Writes a line in a style; `serial` is another number for every line. */
export function writeLine(
  { keys, hasOwnField, open, beforeColon, afterColon, comma, close }: LineStyle,
  moods: readonly Mood[],
  serial: number,
  random: Random,
): string {
  const values = keys.map(({ field }) => {
    const mood = random.pick(moods);
    return field === undefined ? writeExtra(mood, random) : writeValue(field, mood, serial, random);
  });
  keys.forEach(({ field }, index) => {
    if (field?.kind === 'product' && !random.once(6))
      values[index] = writeProduct(
        values[keys.findIndex(({ name }) => name === field.quantity)],
        values[keys.findIndex(({ name }) => name === field.price)],
        field.toleranceCents,
        random,
      );
  });
  const pairs = keys.map(({ written }, index) => `${written}${beforeColon}:${afterColon}${values[index]}`);
  if (hasOwnField) pairs.push(`"own_${serial}"${beforeColon}:${afterColon}${random.below(3)}`);
  return open + pairs.join(comma) + close;
}

/** Writes what a product comes to, or nearly that. */
function writeProduct(
  quantity: string | undefined,
  price: string | undefined,
  tolerance: bigint,
  random: Random,
): string {
  if (!/^-?\d{1,12}$/.test(quantity ?? '') || !/^-?\d{1,13}(\.\d{1,2})?$/.test(price ?? ''))
    return random.pick(['1', 'null', '"2"']);
  const [whole, fraction = ''] = price!.split('.');
  const cents = BigInt(quantity!) * BigInt(`${whole}${fraction.padEnd(2, '0')}`);
  const off = random.once(8) ? random.pick([tolerance, -tolerance, tolerance + 1n, -tolerance - 1n]) : 0n;
  const text = renderCents(cents + off);
  if (!random.once(8)) return text;
  const short = text.replace(/\.?0+$/, '');
  return random.pick([
    short,
    `${text}4`,
    `${text}5`,
    `${text}4999999`,
    `${text}0`,
    `"${text}"`,
    `"$${text}"`,
    `${text}e0`,
    'null',
    '""',
  ]);
}
