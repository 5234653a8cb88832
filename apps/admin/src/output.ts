import { Console, Effect } from 'effect';
import type { Page } from './render/page.ts';
import { styleOf } from './render/style.ts';
import { Screen } from './screen.ts';

/** Prints what a command found to standard output: with `--json` as one JSON document, else as lines of text. */
export const print = Effect.fnUntraced(function* (options: {
  readonly json: boolean;
  readonly value: () => unknown;
  readonly text: (page: Page) => readonly string[];
}) {
  const { out } = yield* Screen;
  if (options.json) return yield* Console.log(toJson(options.value(), out.isTerminal));
  const lines = options.text({ style: styleOf(out), columns: out.columns });
  if (lines.length > 0) yield* Console.log(lines.join('\n'));
});

function toJson(value: unknown, isRead: boolean): string {
  return JSON.stringify(value, exactly, isRead ? 2 : undefined);
}

/** A big integer is a number where every reader gets the same integer from it, else text. */
function exactly(_: string, item: unknown): unknown {
  if (typeof item !== 'bigint') return item;
  const number = Number(item);
  return Number.isSafeInteger(number) ? number : item.toString();
}
