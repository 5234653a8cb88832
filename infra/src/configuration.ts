import * as z from 'zod';
import { ConfigurationError } from './errors.ts';

const days = z.int().min(1).max(3650);
const secretName = z.string().regex(/^[\w/+=.@-]{1,512}$/, 'must be the name of a secret in Secrets Manager');

/** What CloudWatch Logs takes as the age at which lines are dropped. */
const logDays = z.literal([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827]);

const serverless = z.strictObject({
  kind: z.literal('serverless'),
  /** Redshift processing units that a query starts with. */
  baseCapacity: z.int().min(4).max(512),
  maxCapacity: z.int().min(4).max(512),
});

const provisioned = z.strictObject({
  kind: z.literal('provisioned'),
  nodeType: z.enum(['ra3.large', 'ra3.xlplus', 'ra3.4xlarge', 'ra3.16xlarge']),
  nodes: z.int().min(1).max(128),
});

const shape = z.strictObject({
  name: z.enum(['dev', 'staging', 'prod']),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a region, such as eu-central-1'),
  /** Termination protection of the stacks, and their data outlive them. */
  isProtected: z.boolean(),
  /** Who holds the key that the lake and the warehouse are encrypted with. */
  dataKey: z.enum(['aws', 'customer']),
  /** The name of a managed policy that bounds every role, where an account asks for one. */
  permissionsBoundary: z.string().min(1).optional(),
  lake: z.strictObject({
    rawToInfrequentAccessDays: days.min(30),
    oldVersionDays: days,
    quarantineDays: days,
    accessLogDays: days,
  }),
  warehouse: z.strictObject({
    database: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/),
    schema: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/),
    snapshotDays: z.int().min(1).max(35),
    passwordDays: z.int().min(1).max(365),
    /** How many availability zones it may lie in. Redshift Serverless asks for three. */
    zones: z.int().min(2).max(6),
    compute: z.discriminatedUnion('kind', [serverless, provisioned]),
  }),
  intake: z.strictObject({
    /** Files that arrive within this time become one batch. Lambda gathers for at most 300 seconds. */
    gatherSeconds: z.int().min(1).max(300),
    maxFiles: z.int().min(1).max(10_000),
  }),
  engine: z.strictObject({
    choice: z.enum(['lambda', 'glue', 'auto']),
    /** From this size on, `auto` takes Glue. */
    glueAboveBytes: z.int().min(1),
    cleanRangeBytes: z.int().min(1_048_576),
    cleanConcurrency: z.int().min(1).max(1000),
  }),
  glue: z.strictObject({
    version: z.enum(['5.0', '5.1', '6.0']),
    workerType: z.enum(['G.1X', 'G.2X', 'G.4X', 'G.8X']),
    maxWorkers: z.int().min(2).max(299),
    timeoutMinutes: z.int().min(1).max(2880),
    concurrentRuns: z.int().min(1).max(50),
  }),
  alarms: z.strictObject({
    /** No batch loaded for this long is an alarm. */
    freshnessHours: z.int().min(1).max(168),
    /** The share of quarantined rows, 0 to 1, over an hour. */
    quarantineShare: z.number().gt(0).lte(1),
    /** The age in minutes of an event that nobody took. */
    eventAgeMinutes: z.int().min(1),
  }),
  notifications: z.strictObject({
    /** The share of quarantined rows above which a batch's message says "partial". */
    partialAbove: z.number().min(0).max(1),
    /** A secret whose field `mail` is the address to tell. It must be there before the first deployment. */
    mailSecret: secretName.optional(),
    /** A secret whose field `url` is a webhook. */
    webhookSecret: secretName.optional(),
  }),
  logDays,
});

/** One environment's settings. Secrets are named here, never written here. */
export type Configuration = z.infer<typeof shape>;

/** What a file under `config/` says. */
export type ConfigurationInput = z.input<typeof shape>;

/** Checks the settings of an environment. Throws a ConfigurationError that names each missing, unknown or wrong value. */
export function parseConfiguration(file: string, input: unknown): Configuration {
  const parsed = shape.safeParse(input);
  const problems = parsed.success
    ? contradictions(parsed.data)
    : parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`);
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new ConfigurationError(`${file} cannot be deployed. ${problems.join('; ')}. Mend it there.`);
}

function contradictions({ warehouse: { compute, zones } }: Configuration): readonly string[] {
  if (compute.kind === 'provisioned') return [];
  const { baseCapacity, maxCapacity } = compute;
  return [
    ...(zones < 3 ? [`warehouse.zones: a serverless warehouse needs three, and it has ${zones}`] : []),
    ...(maxCapacity < baseCapacity
      ? [`warehouse.compute.maxCapacity: ${maxCapacity} is below the base capacity ${baseCapacity}`]
      : []),
  ];
}
