import { Command } from 'effect/cli';
import { quarantineList } from './quarantineList.ts';
import { quarantineShow } from './quarantineShow.ts';

/** `sales quarantine`: the rows that were refused. */
export const quarantine = Command.make('quarantine').pipe(
  Command.withDescription('Look at the rows that were refused, and why'),
  Command.withSubcommands([{ group: 'COMMANDS', commands: [quarantineList, quarantineShow] }]),
  Command.withExamples([
    { command: 'sales quarantine list', description: 'Counts by batch and reason' },
    { command: 'sales quarantine list latest --reason date_invalid', description: 'Rows of one batch' },
    { command: 'sales quarantine show latest 1', description: 'One row, with its text as it was read' },
  ]),
);
