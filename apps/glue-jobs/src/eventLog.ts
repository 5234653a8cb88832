import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** What Spark says that one application did. */
export interface SparkWork {
  readonly name: string;
  readonly startedAtMs: number;
  /** From its start to its end; the start of the JVM is not in it. */
  readonly seconds: number;
  readonly tasks: number;
  /** Of the tasks; planning and the compilers of the JVM are not in it. */
  readonly cpuSeconds: number;
  readonly shuffledBytes: number;
  readonly spilledBytes: number;
}

/** What we read of the events of Spark's log. */
interface SparkEvent {
  readonly 'App Name': string;
  readonly Timestamp: number;
  readonly 'Task Metrics': {
    readonly 'Executor CPU Time': number;
    readonly 'Disk Bytes Spilled': number;
    readonly 'Shuffle Write Metrics': { readonly 'Shuffle Bytes Written': number };
  };
}

/** Sums up the event log of an application, a file below `spark.eventLog.dir`. */
export async function readEventLog(path: string): Promise<SparkWork> {
  let [name, startedAtMs, endedAtMs] = ['', 0, 0];
  let [tasks, cpuSeconds, shuffledBytes, spilledBytes] = [0, 0, 0, 0];
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const kind = /^\{"Event":"SparkListener(ApplicationStart|ApplicationEnd|TaskEnd)"/.exec(line)?.[1];
    if (kind === undefined) continue;
    const event = JSON.parse(line) as SparkEvent;
    if (kind === 'ApplicationStart') [name, startedAtMs] = [event['App Name'], event.Timestamp];
    if (kind === 'ApplicationEnd') endedAtMs = event.Timestamp;
    if (kind !== 'TaskEnd') continue;
    const task = event['Task Metrics'];
    tasks++;
    cpuSeconds += task['Executor CPU Time'] / 1e9;
    shuffledBytes += task['Shuffle Write Metrics']['Shuffle Bytes Written'];
    spilledBytes += task['Disk Bytes Spilled'];
  }
  const seconds = (endedAtMs - startedAtMs) / 1000;
  return { name, startedAtMs, seconds, tasks, cpuSeconds, shuffledBytes, spilledBytes };
}
