import { Context } from 'effect';

/** What a stream can show. */
export interface Face {
  readonly isTerminal: boolean;
  readonly hasColour: boolean;
  /** Undefined where lines may be as long as they are: in a pipe or a file. */
  readonly columns: number | undefined;
}

/** What the two streams can show. Colour follows NO_COLOR, FORCE_COLOR and TERM=dumb. */
export interface Screen {
  readonly out: Face;
  readonly err: Face;
}

/** The screen of this process, unless a test provides another. */
export const Screen: Context.Reference<Screen> = Context.Reference('@sales/admin/Screen', {
  defaultValue: () => ({
    out: faceOf(process.stdout, process.env),
    err: faceOf(process.stderr, process.env),
  }),
});

/** Tells what a stream can show under an environment. */
export function faceOf(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: Readonly<Record<string, string | undefined>>,
): Face {
  const isTerminal = stream.isTTY === true;
  const isDumb = environment['TERM'] === 'dumb';
  const wantsColour = isTerminal || !['', '0', 'false', undefined].includes(environment['FORCE_COLOR']);
  return {
    isTerminal: isTerminal && !isDumb,
    hasColour: wantsColour && !isDumb && (environment['NO_COLOR'] ?? '') === '',
    columns: isTerminal ? stream.columns || 80 : undefined,
  };
}
