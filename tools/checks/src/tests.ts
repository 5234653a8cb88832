import { availableParallelism } from 'node:os';
import { runCommand } from './command.ts';
import { printTotals, removeResults } from './testTotals.ts';
import { ROOT } from './workspace.ts';

// A failing package does not stop the others, so that the totals are those of the whole workspace.
removeResults(ROOT);
// One package more at once than there are processors, since tests of services wait a third of their time; still more
// would only run into each other's time limits.
const packages = availableParallelism() + 1;
const { ok, everything } = runCommand(['turbo', 'run', 'test', '--continue', `--concurrency=${packages}`], {
  show: true,
});
if (everything !== '') {
  console.log(everything);
}
const code = printTotals(ROOT);
process.exitCode = ok ? code : 1;
