import { Command } from 'effect/cli';
import { demo } from './commands/demo.ts';
import { doctor } from './commands/doctor.ts';
import { generate } from './commands/generate.ts';
import { quarantine } from './commands/quarantine.ts';
import { query } from './commands/query.ts';
import { redrive } from './commands/redrive.ts';
import { run } from './commands/run.ts';
import { status } from './commands/status.ts';
import { unlock } from './commands/unlock.ts';
import { upload } from './commands/upload.ts';
import { validate } from './commands/validate.ts';

/** The command line: raw sales files in, a star schema out, every row accounted for. */
// Its type is written out, so that the types of this package name no package that it does not depend on.
export const sales: Command.Command<'sales', {}, {}, Error> = Command.make('sales').pipe(
  Command.withDescription('Raw sales files in, a star schema out, every row accounted for'),
  Command.withSubcommands([
    { group: 'TRY IT', commands: [demo, generate] },
    { group: 'RUN IT', commands: [run, upload, status, query, quarantine, validate] },
    { group: 'KEEP IT RUNNING', commands: [doctor, redrive, unlock] },
  ]),
  Command.withExamples([
    { command: 'sales demo', description: 'See all of it at work, in a minute' },
    { command: 'sales run data', description: 'Load a folder of files into the lake ./lake' },
    { command: 'sales query "SELECT COUNT(*) FROM fact_sales"' },
  ]),
);
