import { Effect } from 'effect';
import { type Face, Screen } from '../screen.ts';
import { widthOf } from './cell.ts';
import { renderBytes, renderCount, renderSeconds } from './quantity.ts';
import { type Style, styleOf } from './style.ts';

/** How far some work is. Without `total`, only the time it has taken is shown. */
export interface Advance {
  readonly unit: 'bytes' | 'rows';
  readonly done: number;
  readonly total?: number;
  readonly rows?: number;
}

/** A line on a terminal that follows some work; on anything else it does nothing. */
export interface Progress {
  readonly begin: (title: string) => void;
  readonly advance: (advance: Advance) => void;
}

const silent: Progress = { begin: () => {}, advance: () => {} };
const drawEveryMs = 100;
const clearLine = '\r\u001b[2K';
const barWidth = 24;

/** Runs some work with a line of progress on standard error, if that is a terminal; the line is gone afterwards. */
export function withProgress<A, E, R>(
  json: boolean,
  use: (progress: Progress) => Effect.Effect<A, E, R>,
): Effect.Effect<A, E, R> {
  return Effect.flatMap(Screen, ({ err }) =>
    json || !err.isTerminal
      ? use(silent)
      : Effect.acquireUseRelease(
          Effect.sync(() => openProgress(err, process.stderr)),
          use,
          (progress) => Effect.sync(progress.close),
        ),
  );
}

/** Opens a line of progress on a terminal. It draws itself ten times a second at most. */
export function openProgress(
  face: Face,
  stream: { readonly write: (text: string) => unknown },
): Progress & { readonly close: () => void } {
  const style = styleOf(face);
  let title: string | undefined;
  let advance: Advance | undefined;
  let startedAt = 0;
  let drawnAt = Number.NEGATIVE_INFINITY;

  const draw = (): void => {
    const now = performance.now();
    if (title === undefined || now - drawnAt < drawEveryMs) return;
    drawnAt = now;
    const line = renderProgress(style, face.columns ?? 80, {
      title,
      advance,
      seconds: (now - startedAt) / 1000,
    });
    stream.write(clearLine + line);
  };
  const ticker = setInterval(draw, drawEveryMs);
  ticker.unref();
  return {
    begin: (next) => {
      title = next;
      advance = undefined;
      startedAt = performance.now();
      drawnAt = Number.NEGATIVE_INFINITY;
      draw();
    },
    advance: (next) => {
      advance = next;
      draw();
    },
    close: () => {
      clearInterval(ticker);
      if (title !== undefined) stream.write(clearLine);
      title = undefined;
    },
  };
}

/** Renders the line: title, bar, share, rows, speed, time left; what does not fit is left out, the last first. */
export function renderProgress(
  style: Style,
  columns: number,
  work: { readonly title: string; readonly advance: Advance | undefined; readonly seconds: number },
): string {
  const { title, advance, seconds } = work;
  const pieces = [title.padEnd(11), ...piecesOf(style, advance, seconds)];
  // A terminal's last column is left free: writing there wraps on some.
  while (pieces.length > 1 && widthOf(pieces.join('  ')) > columns - 1) pieces.pop();
  return pieces.join('  ');
}

function piecesOf(style: Style, advance: Advance | undefined, seconds: number): readonly string[] {
  if (advance?.total === undefined) {
    const rows = advance?.rows === undefined ? [] : [`${renderCount(advance.rows)} rows`];
    return [...rows, renderSeconds(seconds)];
  }
  const { done, total, rows, unit } = advance;
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const full = Math.round(share * barWidth);
  const perSecond = seconds > 0 ? done / seconds : 0;
  const speed =
    unit === 'bytes'
      ? `${renderBytes(Math.round(perSecond))}/s`
      : `${renderCount(Math.round(perSecond))} rows/s`;
  const left = perSecond > 0 && seconds > 0.5 ? [`${renderSeconds((total - done) / perSecond)} left`] : [];
  return [
    style.cyan('█'.repeat(full)) + style.dim('░'.repeat(barWidth - full)),
    `${Math.floor(share * 100)} %`.padStart(5),
    `${renderCount(rows ?? done)} rows`,
    speed,
    ...left,
  ];
}
