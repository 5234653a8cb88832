import { type EngineName, engineNames } from '../engineName.ts';
import { renderSize } from '../benchCase.ts';
import type { CaseResult } from '../measurement.ts';
import { logScale, type Scale } from './logScale.ts';
import { element, line, svgDocument, text } from './svg.ts';
import { measurementOf, secondsOf } from './figures.ts';

/** Colours that are told apart with any colour vision, and in print by the marks' shapes. */
const colours: Readonly<Record<EngineName, string>> = {
  wc: '#767676',
  sales: '#d55e00',
  'sales-spark': '#e69f00',
  duckdb: '#0072b2',
  polars: '#009e73',
  pyspark: '#cc79a7',
  node: '#7f6000',
  pandas: '#56b4e9',
};

interface Point {
  readonly sizeBytes: number;
  readonly value: number;
}

/** A line of a panel: one engine's values over the sizes. */
interface Series {
  readonly engine: EngineName;
  readonly points: readonly Point[];
}

const panel = { width: 400, height: 300, left: 62, top: 40, gap: 92 };
const width = panel.left * 2 + panel.width * 2 + panel.gap;
const height = panel.top + panel.height + 76;

/** Draws seconds and peak memory against the input's size, for the classic shape in one file, both logarithmic. */
export function growthPlot(results: readonly CaseResult[]): string {
  const curve = results
    .filter(({ mode, case: { shape, files } }) => mode === 'gold' && shape === 'classic' && files === 1)
    .toSorted((a, b) => a.case.sizeBytes - b.case.sizeBytes);
  const seconds = seriesOf(curve, (measurement) => secondsOf(measurement));
  const memory = seriesOf(curve, (measurement) =>
    measurement.wallSeconds.length === 0 ? undefined : measurement.peakRssBytes / 2 ** 20,
  );
  const drawn = engineNames.filter((name) => seconds.some(({ engine }) => engine === name));
  return svgDocument({ width, height, title: 'Seconds and peak memory against the size of the input' }, [
    drawPanel(0, 'seconds, warm', seconds),
    drawPanel(
      1,
      'peak MiB',
      memory.filter(({ engine }) => engine !== 'wc'),
    ),
    ...drawn.map((engine, i) => legendEntry(engine, panel.left + i * 100)),
  ]);
}

function seriesOf(
  curve: readonly CaseResult[],
  valueOf: (measurement: NonNullable<ReturnType<typeof measurementOf>>) => number | undefined,
): readonly Series[] {
  return engineNames
    .map((engine) => ({
      engine,
      points: curve.flatMap((result) => {
        const measurement = measurementOf(result, engine, 'warm');
        const value = measurement === undefined ? undefined : valueOf(measurement);
        return value === undefined || value <= 0 ? [] : [{ sizeBytes: result.bytes, value }];
      }),
    }))
    .filter(({ points }) => points.length > 0);
}

function drawPanel(index: number, title: string, series: readonly Series[]): string {
  const left = panel.left + index * (panel.width + panel.gap);
  const bottom = panel.top + panel.height;
  const points = series.flatMap(({ points }) => points);
  const heading = text(left, panel.top - 14, title, { 'font-weight': 'bold' });
  if (points.length === 0) return heading + text(left, panel.top + 20, 'not measured');
  const x = logScale(
    points.map(({ sizeBytes }) => sizeBytes),
    [left, left + panel.width],
  );
  const y = logScale(
    points.map(({ value }) => value),
    [bottom, panel.top],
  );
  return [
    heading,
    ...x.ticks.map((size) => verticalLine(x.place(size), renderSize(size))),
    ...y.ticks.map((value) => horizontalLine(y.place(value), left, value.toLocaleString('en-US'))),
    ...series.map((one) => drawSeries(one, x, y)),
  ].join('\n');
}

const grid = { stroke: '#d0d0d0', 'stroke-width': 1 };

function verticalLine(x: number, label: string): string {
  const bottom = panel.top + panel.height;
  return (
    line(
      [
        [x, panel.top],
        [x, bottom],
      ],
      grid,
    ) + text(x, bottom + 18, label, { 'text-anchor': 'middle' })
  );
}

function horizontalLine(y: number, left: number, label: string): string {
  return (
    line(
      [
        [left, y],
        [left + panel.width, y],
      ],
      grid,
    ) + text(left - 8, y + 4, label, { 'text-anchor': 'end' })
  );
}

function drawSeries({ engine, points }: Series, x: Scale, y: Scale): string {
  const stroke = colours[engine];
  const places = points.map(({ sizeBytes, value }) => [x.place(sizeBytes), y.place(value)] as const);
  const dash = engine === 'wc' ? { 'stroke-dasharray': '5 4' } : {};
  return (
    line(places, { stroke, 'stroke-width': engine === 'sales' ? 3 : 1.8, fill: 'none', ...dash }) +
    places.map(([cx, cy]) => element('circle', { cx, cy, r: 3.5, fill: stroke })).join('')
  );
}

function legendEntry(engine: EngineName, left: number): string {
  const y = height - 22;
  return (
    line(
      [
        [left, y - 4],
        [left + 22, y - 4],
      ],
      { stroke: colours[engine], 'stroke-width': 3 },
    ) + text(left + 28, y, engine === 'wc' ? 'wc -l' : engine)
  );
}
