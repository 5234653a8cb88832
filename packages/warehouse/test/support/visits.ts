import { date, defineContract, defineStar, id, integer, money, openEnum, product, text } from '@sales/schema';

/** A star that is not the one that ships: visits to a museum. Two of its names are words that SQL keeps for itself. */
export const visitStar = defineStar({
  contract: defineContract({
    name: 'visits',
    version: 3,
    fields: {
      ticket: id(),
      day: date(),
      gate: id({ upperCase: true }),
      gate_name: text(),
      district: text(),
      group: id({ upperCase: true }),
      group_name: text(),
      guests: integer({ min: 1, max: 1000 }),
      fee: money({ minCents: 1n, maxCents: 1_000_000n }),
      total: product({ quantity: 'guests', price: 'fee' }),
      select: openEnum(['Morning', 'Evening']),
    },
    businessKey: ['ticket', 'gate', 'day'],
  }),
  fact: {
    table: 'fact_visit',
    columns: ['ticket', 'day', 'gate', 'group', 'guests', 'fee', 'total', 'select'],
    measure: 'total',
    date: 'day',
  },
  dimensions: [
    { table: 'dim_gate', key: 'gate', attributes: ['gate_name', 'district'] },
    { table: 'dim_group', key: 'group', attributes: ['group_name'] },
  ],
});

/** A clean row of the contract, with its lineage. */
export interface Visit {
  readonly ticket: string;
  readonly day: string;
  readonly gate: string;
  readonly gate_name: string | null;
  readonly district: string | null;
  readonly group: string;
  readonly group_name: string | null;
  readonly guests: number;
  readonly feeCents: number;
  readonly select: string | null;
  readonly timeMs: number;
  readonly key: string;
  readonly offset: number;
}

/** Makes a visit of which only what is given matters. */
export function visit(given: Partial<Visit> = {}): Visit {
  return {
    ticket: 'T1',
    day: '2026-05-01',
    gate: 'NORTH',
    gate_name: 'North gate',
    district: null,
    group: 'G1',
    group_name: 'Choir',
    guests: 2,
    feeCents: 1250,
    select: 'Morning',
    timeMs: Date.parse('2026-05-02T00:00:00Z'),
    key: 'raw/a.json',
    offset: 0,
    ...given,
  };
}

/** Compares text by its UTF-8 bytes, as every order of the semantics does. */
export function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Compares two visits in source order. */
export function compareSource(a: Visit, b: Visit): number {
  return a.timeMs - b.timeMs || compareBytes(a.key, b.key) || a.offset - b.offset;
}

/** The values of the business key as one text. */
export function businessKey({ ticket, gate, day }: Visit): string {
  return JSON.stringify([ticket, gate, day]);
}

/** Everything but the lineage as one text. */
export function content({ timeMs: _time, key: _key, offset: _offset, ...rest }: Visit): string {
  return JSON.stringify(Object.entries(rest).toSorted(([a], [b]) => compareBytes(a, b)));
}

/** The stamp of what a visit says about its dimensions. */
export function stamp({ day, timeMs, key, offset }: Visit): string {
  return `${day}\t${String(timeMs * 1000).padStart(16, '0')}\t${key}\t${String(offset).padStart(16, '0')}`;
}

export function totalCents({ guests, feeCents }: Visit): bigint {
  return BigInt(guests * feeCents);
}

/** A stand-in for the hash of what the fact does not keep. */
export function attributesHash({ gate_name, district, group_name }: Visit): bigint {
  let hash = 7n;
  for (const byte of Buffer.from(JSON.stringify([gate_name, district, group_name])))
    hash = BigInt.asIntN(63, hash * 1_000_003n + BigInt(byte));
  return hash;
}
