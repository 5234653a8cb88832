import { spawnSync } from 'node:child_process';
import { printTotals, removeResults } from './testTotals.ts';
import { ROOT } from './workspace.ts';

// A failing package does not stop the others, so that the totals are those of the whole workspace.
removeResults(ROOT);
const { status, error } = spawnSync('turbo', ['run', 'test', '--continue'], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, PATH: `${ROOT}/node_modules/.bin:${process.env['PATH']}` },
});
if (error) {
  console.log(`turbo did not start: ${error.message}. Install with: npx -y pnpm@12 install`);
}
const code = printTotals(ROOT);
process.exitCode = status === 0 ? code : 1;
