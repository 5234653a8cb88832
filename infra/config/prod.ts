import type { ConfigurationInput } from '../src/configuration.ts';

/** A provisioned warehouse that is asked all day, and data that outlives its stacks. */
export default {
  name: 'prod',
  region: 'eu-central-1',
  isProtected: true,
  dataKey: 'customer',
  lake: { rawToInfrequentAccessDays: 90, oldVersionDays: 90, quarantineDays: 365, accessLogDays: 365 },
  warehouse: {
    database: 'sales',
    schema: 'sales',
    snapshotDays: 35,
    passwordDays: 30,
    zones: 3,
    compute: { kind: 'provisioned', nodeType: 'ra3.xlplus', nodes: 2 },
  },
  intake: { gatherSeconds: 120, maxFiles: 1000 },
  engine: {
    choice: 'auto',
    glueAboveBytes: 20 * 1024 ** 3,
    cleanRangeBytes: 64 * 1024 ** 2,
    cleanConcurrency: 100,
  },
  glue: { version: '5.1', workerType: 'G.1X', maxWorkers: 20, timeoutMinutes: 240, concurrentRuns: 2 },
  alarms: { freshnessHours: 26, quarantineShare: 0.05, eventAgeMinutes: 15 },
  notifications: { partialAbove: 0.02, mailSecret: 'sales/prod/mail' },
  logDays: 365,
} satisfies ConfigurationInput;
