import type { LoadErrorDetail, Statement, WarehouseErrorReason } from '@sales/warehouse';
import { WarehouseError } from '@sales/warehouse';
import { explainAssertion } from '../assertion.ts';
import { describeWarehouse, type RedshiftOptions } from '../options.ts';
import type { FailedPart } from './statement.ts';

type Explanation = readonly [
  pattern: RegExp,
  reason: WarehouseErrorReason,
  sentence: (where: string, match: RegExpExecArray) => string,
];

const loginAgain = 'Sign in again, or give the program a role, and try again.';

/** What a call can fail with before any SQL runs; the pattern meets the error's name and message. */
const onCall: readonly Explanation[] = [
  [
    /^ActiveS(?:tatements|essions)Exceeded/,
    'Unavailable',
    (where) => `The ${where} runs as many statements as it may. Try again a little later.`,
  ],
  [
    /throttl|too many requests|rate exceeded|slow ?down|limit exceeded|^429/i,
    'Unavailable',
    (where) => `The Data API of the ${where} takes no more calls for now. Try again a little later.`,
  ],
  [
    /^(?:ExpiredToken|UnrecognizedClient|InvalidSignature|InvalidClientTokenId|IncompleteSignature|CredentialsProvider|TokenProvider|MissingAuthenticationToken)/,
    'CannotOpen',
    (where) => `The AWS credentials for the ${where} are missing, expired or invalid. ${loginAgain}`,
  ],
  [
    /^AccessDenied.*secret|secret.*(?:not authorized|access.?denied)/is,
    'CannotOpen',
    (where) =>
      `The secret of the ${where} may not be read. Allow secretsmanager:GetSecretValue on it, and kms:Decrypt on its key, to the role of this program.`,
  ],
  [
    /^AccessDenied[^]*?(?:perform: ([\w-]+:\w+)|$)/,
    'CannotOpen',
    (where, [, action]) =>
      `The role of this program may not ${action === undefined ? 'use' : `call ${action} on`} the ${where}. Allow it, and try again.`,
  ],
  [
    /secret/i,
    'CannotOpen',
    (where) =>
      `The secret of the ${where} cannot be used: it does not exist, or holds no user and password. Create it, or name another one.`,
  ],
  [/\bpaus(?:ed|ing)\b/i, 'CannotOpen', (where) => `The ${where} is paused. Resume it, and try again.`],
  [
    /\b(?:resuming|creating|modifying|rebooting|resizing|not (?:yet )?available|not ready)\b/i,
    'Unavailable',
    (where) => `The ${where} is not available yet. Try again when it is.`,
  ],
  [
    /endpoint doesn't exist|(?:cluster|workgroup)\S* .*(?:not found|does not exist|doesn't exist)|(?:not find|no such) .*(?:cluster|workgroup)/i,
    'CannotOpen',
    (where) =>
      `There is no ${where.replace(/^database \S+ of the /, '')} in this region. Check its name and AWS_REGION.`,
  ],
  [
    /database "?([^"\s]+)"? does not exist/i,
    'CannotOpen',
    (where) => `There is no ${where}. Create it, or name another one.`,
  ],
  [
    /password authentication failed|authentication failed/i,
    'CannotOpen',
    (where) => `The ${where} does not take the password of its secret. Rotate the secret, and try again.`,
  ],
];

/** What any statement can fail with for reasons that are not its own. */
const onStatement: readonly Explanation[] = [
  // The three that dbt-redshift retries too, and deadlocks.
  [
    /^(?:ERROR:\s*)?1023\b|serializable isolation violation|conflict with concurrent transaction|could not open relation with OID|deadlock detected/i,
    'Busy',
    (where) => `Another transaction changed the ${where} at the same time. Try again.`,
  ],
  [
    /(?:connection|session|process|query).{0,40}(?:terminated|closed unexpectedly|lost|reset|restarted)|cluster (?:is )?restart|shutting down/i,
    'Unavailable',
    (where) => `The ${where} lost the session. Try again.`,
  ],
  [
    /\b(?:SlowDown|503|Service Unavailable|RequestTimeout|InternalError)\b/,
    'Unavailable',
    () => 'S3 was overloaded when Redshift read from it. Try again a little later.',
  ],
  [/disk full/i, 'NoSpace', (where) => `The disks of the ${where} are full. Free some space or resize it.`],
  [
    /out of memory|insufficient memory|memory limit/i,
    'NoMemory',
    (where) => `The ${where} ran out of memory. Give the load's queue or workgroup more, and try again.`,
  ],
  [
    /permission denied for (\w+) ("?[\w.$]+"?)|must be owner of (\w+) ("?[\w.$]+"?)/i,
    'CannotOpen',
    (where, [, kind, name, owned, ownedName]) =>
      `The user of the ${where} may not use the ${kind ?? owned} ${name ?? ownedName}. Grant it, and try again.`,
  ],
];

/** What any statement can fail with where there is no star yet. */
const onTables: readonly Explanation[] = [
  [
    /(?:relation|schema) "?([\w.$]+)"? does not exist/i,
    'OtherTables',
    (where, [, table]) => `The ${where} has no ${table}. Migrate it first.`,
  ],
];

/** What a COPY can fail with; the rest is said in Redshift's own words. */
const onCopy: readonly Explanation[] = [
  [
    /not authorized to (?:assume|get credentials)|(?:assume|IAM) role.*(?:denied|not authorized)/i,
    'BadFile',
    (where) =>
      `The ${where} may not take on the role by which it reads the lake. Attach the role to it, and let the role trust redshift.amazonaws.com.`,
  ],
  [
    /AccessDenied|\b403\b/,
    'BadFile',
    () =>
      'The role by which Redshift reads the lake may not read the gold files. Allow s3:GetObject and s3:ListBucket.',
  ],
  [
    /does(?: not|n't) exist|NoSuchKey|File not found/i,
    'BadFile',
    () =>
      "A gold file of the batch, or its COPY manifest, does not exist. Make the batch's gold files again.",
  ],
];

/** Explains why a call of the Data API failed. */
export function callFailure(
  { options, operation }: { readonly options: RedshiftOptions; readonly operation: string },
  cause: Error & { readonly $metadata?: { readonly httpStatusCode?: number | undefined } },
): WarehouseError {
  const where = describeWarehouse(options);
  const found = explain(onCall, `${cause.name}: ${cause.message}`, where);
  if (found !== undefined) return new WarehouseError({ ...found, cause });
  const status = cause.$metadata?.httpStatusCode;
  // Without a status nothing was answered, with one of success the answer was cut off.
  if (status === undefined || status < 400 || status >= 500 || status === 408 || status === 429)
    return new WarehouseError({
      reason: 'Unavailable',
      message: `The Data API of the ${where} did not answer ${operation} (${firstLine(cause.message || cause.name)}). Try again; if it stays so, check the network and AWS_REGION.`,
      cause,
    });
  return new WarehouseError({
    reason: 'Failed',
    message: `The Data API of the ${where} refused ${operation}: ${cause.name}, ${firstLine(cause.message)}.`,
    cause,
  });
}

/** What a failed statement was for, and what else is known of its failure. */
export interface StatementContext {
  readonly statement?: Pick<Statement, 'step' | 'reason' | 'checks'> | undefined;
  readonly files?: readonly LoadErrorDetail[];
}

/** Explains why a statement failed. */
export function statementFailure(
  options: RedshiftOptions,
  failed: FailedPart,
  context: StatementContext = {},
): WarehouseError {
  const { sql, error } = failed;
  const { statement, files = [] } = context;
  const step = statement === undefined ? {} : { step: statement.step };
  return new WarehouseError({
    ...reasonOf(options, failed, context),
    cause: new Error(error),
    ...(sql === undefined ? {} : { statement: { sql, ...step } }),
    ...(files.length === 0 ? {} : { files }),
  });
}

interface Reason {
  readonly reason: WarehouseErrorReason;
  readonly message: string;
}

function reasonOf(options: RedshiftOptions, failed: FailedPart, context: StatementContext): Reason {
  const { status, error, sql } = failed;
  const { statement, files = [] } = context;
  const where = describeWarehouse(options);
  if (status === 'FORGOTTEN')
    return {
      reason: 'Unavailable',
      message: `The ${where} has forgotten the statement: it ended over a day ago. Start the load again.`,
    };
  const isCopy = statement?.reason === 'BadFile';
  const explained =
    explainCheck(statement, sql, error) ??
    explain(onStatement, error, where) ??
    (isCopy ? explain(onCopy, error, where) : undefined) ??
    explain(onTables, error, where);
  if (explained !== undefined) return explained;
  const what = statement === undefined ? 'A statement' : `The load (${statement.step})`;
  const nothing = statement === undefined ? '' : ' Nothing was loaded.';
  if (status === 'ABORTED' || /cancell?ed/i.test(error))
    return { reason: 'Failed', message: `${what} was stopped in Redshift.${nothing} Start it again.` };
  return isCopy
    ? { reason: 'BadFile', message: badFile(statement, files, error) }
    : { reason: 'Failed', message: `${what} failed: ${firstLine(error)}.${nothing}` };
}

function explainCheck(
  statement: StatementContext['statement'],
  sql: string | undefined,
  error: string,
): Reason | undefined {
  if (statement?.checks === undefined) return undefined;
  const message = explainAssertion({ ...statement, sql: sql ?? '' }, error);
  return message === undefined ? undefined : { reason: statement.reason, message };
}

function badFile(
  { step }: { readonly step: string },
  files: readonly LoadErrorDetail[],
  error: string,
): string {
  const [first] = files;
  const column = first?.column === undefined ? '' : `, column ${first.column}`;
  const said = first === undefined ? firstLine(error) : `${first.file}${column}, ${first.problem}`;
  return `The gold files of ${step.replace('stage ', '')} cannot be loaded: ${said}. Nothing was loaded. Make them again.`;
}

function explain(explanations: readonly Explanation[], text: string, where: string): Reason | undefined {
  for (const [pattern, reason, sentence] of explanations) {
    const match = pattern.exec(text);
    if (match !== null) return { reason, message: sentence(where, match) };
  }
  return undefined;
}

/** Gives the line of an error that says what is wrong, without its end. */
function firstLine(error: string): string {
  const line = error.split('\n').find((text) => text.trim() !== '') ?? '';
  const [, context] = /\n\s*context:\s+([^\n]+)/.exec(error) ?? [];
  return (context ?? line.replace(/^ERROR:\s*/, '')).trim().replace(/[.!]$/, '');
}
