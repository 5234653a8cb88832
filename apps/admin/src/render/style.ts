import type { Face } from '../screen.ts';

type Paint = (text: string) => string;

/** Colours and weights; all of them leave text as it is where there are none. */
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
}

/** Gives the style of a stream. */
export function styleOf({ hasColour }: Pick<Face, 'hasColour'>): Style {
  const paint =
    (open: number, close: number): Paint =>
    (text) =>
      hasColour && text !== '' ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    cyan: paint(36, 39),
  };
}
