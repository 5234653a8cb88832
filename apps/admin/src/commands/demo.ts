import { join } from 'node:path';
import { Clock, Effect } from 'effect';
import { Command, Flag } from 'effect/cli';
import { compareWithTruth, disagreements } from '../demo/agreement.ts';
import { renewFolder } from '../demo/folder.ts';
import { revenueByCategory, revenueByMonth } from '../demo/revenue.ts';
import { classicQueries, renderStory, type Story, storyJson } from '../demo/story.ts';
import { Verdict } from '../errors.ts';
import { exitCodes } from '../failure.ts';
import { countFlag, jsonFlag } from '../flags.ts';
import { inLake } from '../lakes.ts';
import { print } from '../output.ts';
import { withProgress } from '../render/progress.ts';
import { followRun } from '../render/runProgress.ts';
import { runHeld } from '../runHeld.ts';
import { generateInto } from './generate.ts';

/** `sales demo`: generates messy sales, runs the whole pipeline on them, and holds the result against the truth. */
export const demo = Command.make(
  'demo',
  {
    out: Flag.String('out').pipe(
      Flag.withAlias('o'),
      Flag.withMetavar('folder'),
      Flag.withDescription('The folder to work in, emptied each time (default: .sales/demo)'),
      Flag.withDefault('.sales/demo'),
    ),
    size: Flag.String('size').pipe(
      Flag.withMetavar('size'),
      Flag.withDescription('How much text to generate (default: 50MB)'),
      Flag.withDefault('50MB'),
    ),
    seed: countFlag('seed', 0).pipe(
      Flag.withDescription('The same seed gives the same sales (default: 1)'),
      Flag.withDefault(1),
    ),
    json: jsonFlag,
  },
  Effect.fn(function* ({ out, size, seed, json }) {
    const input = join(out, 'input');
    const lake = join(out, 'lake');
    yield* renewFolder(out);
    const startedAt = yield* Clock.currentTimeMillis;
    const generated = yield* withProgress(json, (progress) => generateInto(input, progress, { size, seed }));
    const generateSeconds = ((yield* Clock.currentTimeMillis) - startedAt) / 1000;
    yield* inLake(
      lake,
      Effect.fnUntraced(function* (core) {
        const { batches } = yield* withProgress(json, (progress) =>
          runHeld(core, lake, { inputs: [input], onEvent: followRun(progress), onBatch: () => {} }),
        );
        // A new lake and some files make exactly one batch.
        const report = batches[0]!;
        const warehouse = yield* core.Warehouse;
        const story: Story = {
          input,
          lake,
          generated,
          generateSeconds,
          report,
          comparisons: yield* compareWithTruth(core, report, generated.truth),
          answers: yield* Effect.forEach(classicQueries, (sql) => warehouse.query(sql)),
          byMonth: yield* revenueByMonth(core),
          byCategory: yield* revenueByCategory(core),
        };
        yield* print({
          json,
          value: () => storyJson(story, core.reportJson),
          text: (page) => renderStory(page, story),
        });
        if (disagreements(story.comparisons).length > 0)
          return yield* new Verdict({ exitCode: exitCodes.failed });
      }),
    );
  }),
).pipe(
  Command.withDescription(
    'Generate 50 MB of messy sales, run raw to warehouse, and hold every row of the result against the truth',
  ),
  Command.withShortDescription('See all of it at work, in a minute'),
  Command.withExamples([
    { command: 'sales demo' },
    { command: 'sales demo --size 500MB --seed 7 --out /tmp/sales-demo' },
  ]),
);
