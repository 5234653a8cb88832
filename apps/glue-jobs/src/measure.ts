import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runLocally } from '@sales/etl-core';
import { generate, parseSize } from '@sales/generator';

/** What Spark says it did for one batch, from its event log. */
interface Metrics {
  tasks: number;
  shuffleBytes: number;
  spilledBytes: number;
  cpuSeconds: number;
}

/** What we read of an event of Spark's log. */
interface TaskEnd {
  readonly 'Task Metrics': {
    readonly 'Executor CPU Time': number;
    readonly 'Disk Bytes Spilled': number;
    readonly 'Shuffle Write Metrics': { readonly 'Shuffle Bytes Written': number };
  };
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { cores: { type: 'string', default: '2' }, memory: { type: 'string', default: '2048' } },
});

console.log(
  '| input | rows | Spark, clean and model (s) | CPU (s) | default engine (s) | tasks | shuffled | spilled |\n|---|---|---|---|---|---|---|---|',
);
for (const size of positionals.length === 0 ? ['20MB', '80MB', '320MB'] : positionals) {
  const folder = mkdtempSync(join(tmpdir(), 'sales-spark-'));
  try {
    await generate(join(folder, 'data'), { seed: 7, sizeBytes: parseSize(size) });
    const inputs = [join(folder, 'data')];
    const events = mkdtempSync(join(folder, 'events-'));
    const spark = {
      scripts: join(import.meta.dirname, '../jobs'),
      ...(process.env['SPARK_PYTHON'] === undefined ? {} : { python: process.env['SPARK_PYTHON'] }),
      cores: Number(values.cores),
      memoryMb: Number(values.memory),
      settings: { 'spark.eventLog.enabled': 'true', 'spark.eventLog.dir': `file://${events}` },
    };
    const [bySpark] = (await runLocally({ lake: join(folder, 'spark'), inputs, spark })).batches;
    const [plain] = (await runLocally({ lake: join(folder, 'plain'), inputs })).batches;
    if (bySpark?.totalAmountCents !== plain?.totalAmountCents || bySpark?.loaded !== plain?.loaded)
      throw new Error('The two engines do not agree: a time would mean nothing.');
    const { tasks, shuffleBytes, spilledBytes, cpuSeconds } = metricsIn(events);
    const seconds = (report: typeof plain): string =>
      ((report?.seconds.clean ?? 0) + (report?.seconds.model ?? 0)).toFixed(1);
    console.log(
      `| ${size} | ${plain?.read} | ${seconds(bySpark)} | ${cpuSeconds.toFixed(0)} | ${seconds(plain)} | ${tasks} | ${mebibytes(shuffleBytes)} | ${mebibytes(spilledBytes)} |`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function metricsIn(folder: string): Metrics {
  const metrics: Metrics = { tasks: 0, shuffleBytes: 0, spilledBytes: 0, cpuSeconds: 0 };
  for (const name of readdirSync(folder))
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
      if (!line.startsWith('{"Event":"SparkListenerTaskEnd"')) continue;
      const { 'Task Metrics': task } = JSON.parse(line) as TaskEnd;
      metrics.tasks++;
      metrics.shuffleBytes += task['Shuffle Write Metrics']['Shuffle Bytes Written'];
      metrics.spilledBytes += task['Disk Bytes Spilled'];
      metrics.cpuSeconds += task['Executor CPU Time'] / 1e9;
    }
  return metrics;
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
