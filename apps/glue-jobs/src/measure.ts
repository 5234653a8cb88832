import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readEventLog } from './eventLog.ts';

// Sums up the event logs of a folder, `spark.eventLog.dir`, a line for each application in the order of their starts.
// Writes Markdown.
//
//   node apps/glue-jobs/src/measure.ts FOLDER

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Name the folder with event logs of Spark: measure.ts FOLDER');
const logs = await Promise.all(readdirSync(folder).map((name) => readEventLog(join(folder, name))));
console.log(
  '| application | seconds | tasks | CPU (s) | shuffled (MiB) | spilled (MiB) |\n|---|---|---|---|---|---|',
);
for (const log of logs.toSorted((a, b) => a.startedAtMs - b.startedAtMs)) {
  const { name, seconds, tasks, cpuSeconds, shuffledBytes, spilledBytes } = log;
  const bytes = [shuffledBytes, spilledBytes].map((count) => (count / 2 ** 20).toFixed(1));
  console.log(`| ${[name, seconds.toFixed(1), tasks, cpuSeconds.toFixed(1), ...bytes].join(' | ')} |`);
}
