import type { Random } from '../random/random.ts';
import { allDirt } from './catalogue.ts';
import type { DataKind, Dirt } from './dirt.ts';

/**
 * Deals dirt like cards from a deck that is shuffled when it is used up: every kind comes once a deck at least, so
 * that a small file has them all.
 */
export function dirtDeck(random: Random, kind: DataKind): () => Dirt {
  const deck = allDirt
    .filter(({ where }) => where.includes(kind))
    .flatMap((dirt) => Array.from({ length: dirt.cards }, () => dirt));
  let dealt = deck.length;
  return () => {
    if (dealt === deck.length) {
      random.shuffle(deck);
      dealt = 0;
    }
    return deck[dealt++]!;
  };
}
