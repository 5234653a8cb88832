import { runCommand } from './command.ts';
import { printTotals, removeResults } from './testTotals.ts';
import { ROOT } from './workspace.ts';

// A failing package does not stop the others, so that the totals are those of the whole workspace.
removeResults(ROOT);
// More packages at once than processors only run into each other's time limits.
const { ok, everything } = runCommand(['turbo', 'run', 'test', '--continue', '--concurrency=100%'], {
  show: true,
});
if (everything !== '') {
  console.log(everything);
}
const code = printTotals(ROOT);
process.exitCode = ok ? code : 1;
