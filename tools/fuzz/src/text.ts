import type { Contract } from '@sales/schema';
import type { Mood } from './fieldText.ts';
import { type LineStyle, randomStyle, writeLine } from './line.ts';
import { mutated } from './mutation.ts';
import type { Random } from './random.ts';

const lineEnds = [
  '\n',
  '\n',
  '\n',
  '\n',
  '\n',
  '\n',
  '\r\n',
  '\r\n',
  '\r\n',
  '\n\n',
  ' \n',
  '\n ',
  '\t\r\n',
  '\r',
  '\u2028',
];
/** Once in so many times is not at all. */
const never = 1_000_000;
const oddLines = [
  '',
  ' ',
  '\t\r',
  '{',
  '}',
  '{}',
  '[]',
  'null',
  '"',
  '""',
  '0',
  '\ufeff',
  '\ufeff{}',
  '{"":0}',
  '\0',
  '[',
  ']',
  ',',
  '{ }',
  '\u00a0',
  '{"a"}',
];
/** What the values of a run of lines are like. */
const profiles: ReadonlyArray<readonly Mood[]> = [
  ['plain'],
  ['plain'],
  [...times<Mood>('plain', 300), 'spelled', 'wild'],
  [...times<Mood>('plain', 60), 'spelled'],
  [...times<Mood>('plain', 100), 'nearly'],
  [...times<Mood>('plain', 30), 'nearly'],
  [...times<Mood>('plain', 12), 'spelled', 'wild'],
  ['plain', 'spelled'],
  ['spelled', 'wild'],
];

/** Writes a text of about so many lines: runs of lines of one style, with lines between them that are anything. */
export function randomText(contract: Contract, lines: number, random: Random): Buffer {
  const styles = Array.from({ length: 1 + random.below(4) }, () => randomStyle(contract, random));
  const parts: Uint8Array[] = random.once(12)
    ? [Buffer.from(random.pick(['\ufeff', '\n', ' \r\n', '\ufeff\ufeff', '\t']))]
    : [];
  for (let written = 0; written < lines; ) {
    const run = Math.min(lines - written, 1 + random.below(random.pick([2, 10, 60])));
    parts.push(...randomRun({ style: random.pick(styles), run, serial: random.below(1e6) }, random));
    written += run;
    if (random.once(3)) parts.push(Buffer.from(random.pick(oddLines)), Buffer.from('\n'));
  }
  const text = Buffer.concat(parts);
  return random.once(3)
    ? text.subarray(0, Math.max(0, text.length - 1 - random.below(random.pick([1, 5, 400]))))
    : text;
}

/** Writes the elements of an array. */
export function randomArray(contract: Contract, rows: number, random: Random): Buffer {
  const style = randomStyle(contract, random);
  const spread = random.once(2)
    ? (line: string) => line.replaceAll(/(?<=[{,:])(?=")/g, () => random.pick(['', '\n', '\r\n  ']))
    : (line: string) => line;
  const moods = random.pick(profiles);
  const elements = Array.from({ length: rows }, (_, serial) =>
    spread(writeLine(style, moods, serial, random)),
  );
  const text = Buffer.from(
    `${random.pick(['', '\ufeff', ' \n'])}[${elements.join(random.pick([',', ', ', ',\n', '\n,']))}${random.pick([']', ']', ']', '\n]\n', ',]', '', '] {}'])}`,
  );
  return random.once(5) ? mutated(text, random) : text;
}

function randomRun(
  { style, run, serial }: { readonly style: LineStyle; readonly run: number; readonly serial: number },
  random: Random,
): Uint8Array[] {
  const moods = random.pick(profiles);
  const lineEnd = random.once(3) ? random.pick([undefined, ...lineEnds]) : random.pick(['\n', '\r\n']);
  const mutatesOnce = random.pick([never, never, never, never, 40, 8, 2]);
  return Array.from({ length: run }, (_, index) => {
    const line = Buffer.from(writeLine(style, moods, serial + index, random));
    const end = Buffer.from(lineEnd ?? random.pick(lineEnds));
    return Buffer.concat([random.once(mutatesOnce) ? mutated(line, random) : line, end]);
  });
}

function times<T>(item: T, count: number): T[] {
  return Array.from({ length: count }, () => item);
}
