import { caseName } from './benchCase.ts';
import type { CaseResult, Measurement } from './measurement.ts';
import { median } from './median.ts';

/** Renders a measurement as one line of JSON. `wallSeconds` is the median, and null where a problem is named. */
export function renderMeasurement(result: CaseResult, measurement: Measurement): string {
  const { engine, temperature, wallSeconds, peakRssBytes, rows, totalAmountCents, stageSeconds, problem } =
    measurement;
  const hasTime = wallSeconds.length > 0;
  return JSON.stringify({
    engine,
    input: caseName(result.case),
    bytes: result.bytes,
    rows: rows ?? null,
    // Digits beyond the integers that every reader of JSON keeps are written as text.
    totalAmountCents: totalAmountCents === undefined ? null : exactInteger(totalAmountCents),
    wallSeconds: hasTime ? Number(median(wallSeconds).toFixed(3)) : null,
    peakRssMiB: hasTime ? Math.round(peakRssBytes / 2 ** 20) : null,
    rowsRead: result.rowsRead,
    cache: temperature,
    cores: result.coresUsed,
    runs: wallSeconds.map((seconds) => Number(seconds.toFixed(3))),
    ...(stageSeconds === undefined ? {} : { stageSeconds }),
    ...(problem === undefined ? {} : { problem }),
  });
}

function exactInteger(digits: string): number | string {
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : digits;
}
