import type { CaseResult, Measurement } from '../measurement.ts';
import { median } from '../median.ts';
import type { EngineName } from '../engineName.ts';
import type { Temperature } from '../options.ts';

/** Finds an engine's measurement; undefined when it was not measured so. */
export function measurementOf(
  result: CaseResult,
  engine: EngineName,
  temperature: Temperature,
): Measurement | undefined {
  return result.measurements.find((one) => one.engine === engine && one.temperature === temperature);
}

/** The median of an engine's runs in seconds; undefined when it has none that counts. */
export function secondsOf(measurement: Measurement | undefined): number | undefined {
  return measurement === undefined || measurement.wallSeconds.length === 0
    ? undefined
    : median(measurement.wallSeconds);
}

/** The engines of a result in the order in which they were measured. */
export function enginesOf({ measurements }: CaseResult): readonly EngineName[] {
  return [...new Set(measurements.map(({ engine }) => engine))];
}

/** Renders seconds with three digits that mean something. */
export function renderSeconds(seconds: number): string {
  return seconds >= 100 ? seconds.toFixed(0) : seconds >= 10 ? seconds.toFixed(1) : seconds.toFixed(2);
}

/** Renders bytes in whole MiB, with grouping. */
export function renderMebibytes(bytes: number): string {
  return Math.round(bytes / 2 ** 20).toLocaleString('en-US');
}
