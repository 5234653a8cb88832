import { renderCents } from '@sales/schema';
import { quote } from '../line/draft.ts';
import { totalCents } from '../market/sale.ts';
import { type Dirt, dirt } from './dirt.ts';

const unreadable = ['"N/A"', '"12,3"', '"FREE"', 'true', '[]', '{}', '[59.97]', '{"amount": 59.97}'];

/** Total amounts that do not say quantity times price. */
export const totals: readonly Dirt[] = [
  dirt('total_wrong', '`total_amount` differs by two cents or more', {
    cards: 8,
    repairs: ['total_amount_corrected'],
    apply({ tokens, clean }, random) {
      const total = totalCents(clean);
      tokens.set(
        'total_amount',
        renderCents(random.pick([total + 2n, total * 10n, total + 100n, 0n - total, total - 2n])),
      );
    },
  }),
  dirt('total_unreadable', '`total_amount` is no amount', {
    repairs: ['total_amount_corrected'],
    apply: ({ tokens }, random) => tokens.set('total_amount', random.pick(unreadable)),
  }),
  dirt('total_one_cent_off', '`total_amount` differs by one cent, which is let pass', {
    apply: ({ tokens, clean }, random) =>
      tokens.set('total_amount', renderCents(totalCents(clean) + random.pick([1n, -1n]))),
  }),
  dirt('total_as_text', '`total_amount` is text that says the right amount', {
    apply({ tokens, clean }, random) {
      const text = renderCents(totalCents(clean));
      tokens.set('total_amount', quote(random.pick([text, `$${text}`, `${text}0`])));
    },
  }),
];
