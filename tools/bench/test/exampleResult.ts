import type { CaseResult, Measurement } from '../src/measurement.ts';

/** Makes a measurement; without seconds it has a problem. */
export function measurement(
  engine: Measurement['engine'],
  wallSeconds: readonly number[],
  rest: Partial<Measurement> = {},
): Measurement {
  return {
    engine,
    temperature: 'warm',
    wallSeconds,
    peakRssBytes: 300 * 2 ** 20,
    ...(wallSeconds.length === 0 ? { problem: 'other output: cents: 1 instead of 2' } : {}),
    ...rest,
  };
}

/** Makes the result of one case. */
export function caseResult(rest: Partial<CaseResult> = {}): CaseResult {
  return {
    mode: 'gold',
    case: { sizeBytes: 540e6, files: 1, shape: 'classic' },
    bytes: 540_000_123,
    rowsRead: 1_500_000,
    measuredAt: '2026-11-24T10:00:00.000Z',
    machine: { cpu: 'A CPU', cores: 2, memoryGib: 24, system: 'Linux 6' },
    coresUsed: 2,
    isBound: true,
    command: 'pnpm bench',
    versions: { sales: 'abc1234', duckdb: 'v1.5.6' },
    measurements: [measurement('sales', [1.2, 1, 1.1]), measurement('duckdb', [2.2, 2.4, 2.2])],
    ...rest,
  };
}
