import { Effect } from 'effect';
import { Command } from 'effect/cli';
import { examine, type Finding } from '../checkup.ts';
import { environmentOf } from '../cloud/address.ts';
import { examineEnvironment } from '../cloud/checkup.ts';
import { Verdict } from '../errors.ts';
import { exitCodes } from '../failure.ts';
import { jsonFlag, lakeFlag } from '../flags.ts';
import { print } from '../output.ts';
import { visible } from '../render/cell.ts';
import type { Page } from '../render/page.ts';

/** `sales doctor`: looks whether a run can work here, and what to do where it cannot. */
export const doctor = Command.make(
  'doctor',
  { lake: lakeFlag, json: jsonFlag },
  Effect.fn(function* ({ lake, json }) {
    const environment = environmentOf(lake);
    const findings = yield* environment === undefined ? examine(lake) : examineEnvironment(environment);
    yield* print({
      json,
      value: () => ({ lake, healthy: !findings.some(isFailure), findings }),
      text: (page) => findings.flatMap((finding) => renderFinding(page, finding)),
    });
    if (findings.some(isFailure)) return yield* new Verdict({ exitCode: exitCodes.failed });
  }),
).pipe(
  Command.withDescription('Check Node, the folder, the disk, the warehouse, the lock and what is unfinished'),
  Command.withShortDescription('Check whether a run can work here'),
  Command.withExamples([
    { command: 'sales doctor' },
    { command: 'sales doctor --lake /srv/lake --json' },
    { command: 'sales doctor --env dev', description: 'An environment on AWS' },
  ]),
);

function isFailure({ level }: Finding): boolean {
  return level === 'fail';
}

function renderFinding({ style }: Page, { level, subject, message, next }: Finding): readonly string[] {
  const paint = { ok: style.green, warn: style.yellow, fail: style.red }[level];
  return [
    `${paint(level.padEnd(4))}  ${subject.padEnd(10)}  ${visible(message)}`,
    ...(next === undefined ? [] : [`${' '.repeat(18)}${style.cyan(visible(next))}`]),
  ];
}
