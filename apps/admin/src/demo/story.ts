import type { BatchReport, QueryResult } from '@sales/etl-core';
import type { Generated } from '@sales/generator';
import { shellWord, suggest } from '../launcher.ts';
import { warehousePath } from '../lakes.ts';
import { renderRows } from '../render/answer.ts';
import { type Bar, renderBars } from '../render/bars.ts';
import { renderProof } from '../render/batch.ts';
import { renderCounts } from '../render/counts.ts';
import type { Page } from '../render/page.ts';
import { renderAmount, renderBytes, renderCount, renderOf, renderSeconds } from '../render/quantity.ts';
import { type Comparison, disagreements } from './agreement.ts';

/** The two queries that everyone asks first. */
export const classicQueries = [
  'SELECT COUNT(*) FROM fact_sales;',
  'SELECT * FROM dim_store LIMIT 10;',
] as const;

/** All that the demo has to tell. */
export interface Story {
  readonly input: string;
  readonly lake: string;
  readonly generated: Generated;
  readonly generateSeconds: number;
  readonly report: BatchReport;
  readonly comparisons: readonly Comparison[];
  readonly answers: readonly QueryResult[];
  readonly byMonth: readonly Bar[];
  readonly byCategory: readonly Bar[];
}

/** Renders the story of a demo. */
export function renderStory(page: Page, story: Story): readonly string[] {
  const heading = (text: string) => ['', page.style.bold(text)];
  const { byMonth, byCategory, report } = story;
  return [
    page.style.bold('Messy JSON to a star schema'),
    ...renderStages(page, story),
    ...heading('Every row is accounted for'),
    `  ${renderProof(report)}`,
    `  ${renderAmount(report.totalAmountCents)} loaded, to the cent`,
    ...renderAgreement(page, story.comparisons),
    ...heading('Quarantined because'),
    ...renderCounts(page, report.reasons, 8),
    ...story.answers.flatMap((answer, index) => [
      ...heading(classicQueries[index]!),
      ...renderRows(page, answer),
    ]),
    ...heading('Revenue by month'),
    ...renderBars(page, byMonth),
    ...heading('Revenue by category'),
    ...renderBars(page, byCategory),
    ...renderPlaces(page, story),
  ];
}

function renderStages({ style }: Page, story: Story): readonly string[] {
  const { generated, generateSeconds, report } = story;
  const { clean, model, load } = report.seconds;
  const refused = generated.truth.total.rejected;
  const stages: readonly (readonly [string, number, string])[] = [
    [
      'generate',
      generateSeconds,
      `${renderOf(generated.rows, 'row')}, ${renderBytes(generated.bytes)} of messy JSON`,
    ],
    ['clean', clean, `raw to silver: typed Parquet, ${renderOf(refused, 'row')} refused with reasons`],
    ['model', model, 'silver to gold: one fact, three dimensions'],
    ['load', load, `gold to the warehouse: ${renderOf(report.loaded, 'sale')} in one transaction`],
  ];
  return stages.map(
    ([stage, seconds, text]) =>
      `  ${style.green(stage.padEnd(8))}  ${renderSeconds(seconds).padStart(7)}  ${text}`,
  );
}

function renderAgreement({ style }: Page, comparisons: readonly Comparison[]): readonly string[] {
  const differing = disagreements(comparisons);
  if (differing.length === 0)
    return [
      `  ${style.green(`The truth file agrees: ${renderCount(comparisons.length)} of ${renderCount(comparisons.length)} comparisons`)} (counts, amounts, every row of the star)`,
    ];
  return [
    `  ${style.red(`The truth file disagrees in ${renderCount(differing.length)} of ${renderCount(comparisons.length)} comparisons:`)}`,
    ...differing.map(({ what, expected, found }) => `    ${what}: ${expected} expected, ${found} found`),
  ];
}

function renderPlaces({ style }: Page, story: Story): readonly string[] {
  const { input, lake, report, generated } = story;
  const { batchId, reasons } = report;
  // Superseded rows are clean ones: there is nothing wrong to be seen in them.
  const rules = Object.entries(reasons).filter(([name]) => name !== 'superseded');
  const [reason] = rules.sort(([, x], [, y]) => y - x)[0] ?? [];
  const places: readonly (readonly [string, string])[] = [
    ['lake', `${lake}/{raw,silver,gold,quarantine}/`],
    ['warehouse', warehousePath(lake)],
    ['report', `${lake}/runs/${batchId}/report.html`],
    ['truth', generated.truthPath],
  ];
  const here = `--lake ${shellWord(lake)}`;
  const nexts = [
    ...(reason === undefined
      ? []
      : [`quarantine list latest --reason ${reason} ${here}`, `quarantine show latest 1 ${here}`]),
    `query "SELECT city, SUM(total_amount) AS revenue FROM fact_sales JOIN dim_store USING (store_id) GROUP BY city ORDER BY revenue DESC" ${here}`,
    `run ${shellWord(input)} ${here}`,
  ];
  return [
    '',
    style.bold('Where things are'),
    ...places.map(([name, path]) => `  ${name.padEnd(9)}  ${path}`),
    '',
    `${style.bold('Try next')}  ${style.dim('(the last one finds nothing new: files are loaded once)')}`,
    ...nexts.map((next) => `  ${style.cyan(suggest(next))}`),
  ];
}

/** Gives the story as a JSON value. */
export function storyJson(story: Story, reportJson: (report: BatchReport) => unknown): unknown {
  const { input, lake, generated, comparisons, answers, report } = story;
  const differing = disagreements(comparisons);
  return {
    input,
    lake,
    warehouse: warehousePath(lake),
    generated: {
      rows: generated.rows,
      bytes: generated.bytes,
      files: generated.files,
      truthPath: generated.truthPath,
      seconds: story.generateSeconds,
    },
    batch: reportJson(report),
    agreement: { agrees: differing.length === 0, comparisons: comparisons.length, differing },
    queries: classicQueries.map((sql, index) => ({ sql, ...answers[index] })),
    revenueByMonth: revenueOf(story.byMonth),
    revenueByCategory: revenueOf(story.byCategory),
  };
}

function revenueOf(bars: readonly Bar[]): Readonly<Record<string, number>> {
  return Object.fromEntries(bars.map(({ label, value }) => [label, value]));
}
