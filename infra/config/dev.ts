import type { ConfigurationInput } from '../src/configuration.ts';

/** Small, and gone without a trace when it is destroyed. */
export default {
  name: 'dev',
  region: 'eu-central-1',
  isProtected: false,
  dataKey: 'aws',
  lake: { rawToInfrequentAccessDays: 30, oldVersionDays: 7, quarantineDays: 30, accessLogDays: 30 },
  warehouse: {
    database: 'sales',
    schema: 'sales',
    snapshotDays: 1,
    passwordDays: 30,
    zones: 3,
    compute: { kind: 'serverless', baseCapacity: 8, maxCapacity: 16 },
  },
  intake: { gatherSeconds: 60, maxFiles: 500 },
  engine: {
    choice: 'lambda',
    glueAboveBytes: 20 * 1024 ** 3,
    cleanRangeBytes: 64 * 1024 ** 2,
    cleanConcurrency: 10,
  },
  glue: { version: '5.1', workerType: 'G.1X', maxWorkers: 4, timeoutMinutes: 60, concurrentRuns: 1 },
  alarms: { freshnessHours: 48, quarantineShare: 0.1, eventAgeMinutes: 30 },
  notifications: { partialAbove: 0.05 },
  logDays: 14,
} satisfies ConfigurationInput;
