import { dates } from './dates.ts';
import type { Dirt, Expectation } from './dirt.ts';
import { identifiers } from './identifiers.ts';
import { keys } from './keys.ts';
import { lines } from './lines.ts';
import { missing } from './missing.ts';
import { prices } from './prices.ts';
import { quantities } from './quantities.ts';
import { repeats } from './repeats.ts';
import { severals } from './severals.ts';
import { texts } from './texts.ts';
import { totals } from './totals.ts';

/** All kinds of dirt. */
export const allDirt: readonly Dirt[] = [
  ...missing,
  ...identifiers,
  ...texts,
  ...dates,
  ...quantities,
  ...prices,
  ...totals,
  ...keys,
  ...lines,
  ...severals,
  ...repeats,
];

const allCards = allDirt.reduce((sum, { cards }) => sum + cards, 0);

/** What the generator soils rows with, as documented. */
export interface DirtEntry {
  readonly name: string;
  readonly description: string;
  /** The share of the rows with dirt that have this one. */
  readonly share: number;
  /** In which data it occurs. */
  readonly where: Dirt['where'];
  readonly expect: Expectation;
}

/** The catalogue of dirt: together it covers every reason and every repair of the sales contract. */
export const dirtCatalogue: readonly DirtEntry[] = allDirt.map(
  ({ name, description, cards, where, expect }) => ({
    name,
    description,
    share: cards / allCards,
    where,
    expect,
  }),
);
