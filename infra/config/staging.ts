import type { ConfigurationInput } from '../src/configuration.ts';

/** As prod, at a smaller size: what is deployed to prod was here first. */
export default {
  name: 'staging',
  region: 'eu-central-1',
  isProtected: true,
  dataKey: 'customer',
  lake: { rawToInfrequentAccessDays: 30, oldVersionDays: 30, quarantineDays: 90, accessLogDays: 90 },
  warehouse: {
    database: 'sales',
    schema: 'sales',
    snapshotDays: 7,
    passwordDays: 30,
    zones: 3,
    compute: { kind: 'serverless', baseCapacity: 8, maxCapacity: 32 },
  },
  intake: { gatherSeconds: 120, maxFiles: 1000 },
  engine: {
    choice: 'auto',
    glueAboveBytes: 20 * 1024 ** 3,
    cleanRangeBytes: 64 * 1024 ** 2,
    cleanConcurrency: 40,
  },
  glue: { version: '5.1', workerType: 'G.1X', maxWorkers: 10, timeoutMinutes: 120, concurrentRuns: 1 },
  alarms: { freshnessHours: 26, quarantineShare: 0.1, eventAgeMinutes: 30 },
  notifications: { partialAbove: 0.05, mailSecret: 'sales/staging/mail' },
  logDays: 30,
} satisfies ConfigurationInput;
