import { assert, describe, it } from 'vitest';
import { callFailure, statementFailure } from '../../src/dataApi/failure.ts';
import type { RedshiftOptions } from '../../src/index.ts';

const options = {
  warehouse: { cluster: 'sales-prod' },
  database: 'sales',
} as unknown as RedshiftOptions;

const error = (name: string, message: string, httpStatusCode?: number) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });

describe('a call that failed', () => {
  it.each([
    ['ThrottlingException', 'Rate exceeded', 400, 'Unavailable'],
    [
      'ActiveStatementsExceededException',
      'Active statements exceeded the allowed quota (200).',
      400,
      'Unavailable',
    ],
    ['ActiveSessionsExceededException', 'Too many', 400, 'Unavailable'],
    ['InternalServerException', 'We encountered an internal error', 500, 'Unavailable'],
    ['DatabaseConnectionException', 'Connection to the database failed.', 500, 'Unavailable'],
    ['TimeoutError', 'connect ETIMEDOUT', undefined, 'Unavailable'],
    ['Error', 'read ECONNRESET', undefined, 'Unavailable'],
    ['ValidationException', 'Cluster sales-prod is resuming.', 400, 'Unavailable'],
    ['ValidationException', 'The cluster is not available.', 400, 'Unavailable'],
    ['ExpiredTokenException', 'The security token included in the request is expired', 403, 'CannotOpen'],
    [
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
      403,
      'CannotOpen',
    ],
    ['CredentialsProviderError', 'Could not load credentials from any providers', undefined, 'CannotOpen'],
    [
      'AccessDeniedException',
      'User: arn:x is not authorized to perform: redshift-data:BatchExecuteStatement on resource: y',
      400,
      'CannotOpen',
    ],
    [
      'AccessDeniedException',
      'not authorized to perform: secretsmanager:GetSecretValue on resource: secret',
      400,
      'CannotOpen',
    ],
    ['ValidationException', "Secrets Manager can't find the specified secret.", 400, 'CannotOpen'],
    ['ValidationException', "Redshift endpoint doesn't exist in this region.", 400, 'CannotOpen'],
    ['ValidationException', 'Cluster sales-prod is paused.', 400, 'CannotOpen'],
    ['ValidationException', 'FATAL: database "sales" does not exist', 400, 'CannotOpen'],
    ['ValidationException', 'FATAL: password authentication failed for user "loader"', 400, 'CannotOpen'],
    ['ValidationException', 'Something new.', 400, 'Failed'],
  ])('%s: %s', (name, message, status, reason) => {
    const failure = callFailure({ options, operation: 'DescribeStatement' }, error(name, message, status));
    assert.strictEqual(failure.reason, reason);
    assert.strictEqual(failure.retryable, reason === 'Unavailable');
    assert.match(failure.message, /^(The|There) .*\.$/);
  });

  it('names what is not allowed, and who may change it', () => {
    const denied = callFailure(
      { options, operation: 'x' },
      error(
        'AccessDeniedException',
        'is not authorized to perform: redshift-data:DescribeStatement on y',
        400,
      ),
    );
    assert.strictEqual(
      denied.message,
      'The role of this program may not call redshift-data:DescribeStatement on the database sales of the Redshift cluster sales-prod. Allow it, and try again.',
    );
    const secret = callFailure(
      { options, operation: 'x' },
      error('AccessDeniedException', 'not authorized to perform: secretsmanager:GetSecretValue', 400),
    );
    assert.match(secret.message, /^The secret of the .* Allow secretsmanager:GetSecretValue on it/);
  });
});

describe('a statement that failed', () => {
  const copy = { step: 'stage fact_sales', reason: 'BadFile' } as const;
  const merge = { step: 'merge fact_sales', reason: 'Failed' } as const;
  const check = { step: 'assert what was staged', reason: 'Assertion', checks: ['rows'] } as const;
  it.each([
    [merge, 'ERROR: 1023\n  DETAIL: Serializable isolation violation on table - 1', 'Busy'],
    [merge, 'ERROR: could not complete because of conflict with concurrent transaction', 'Busy'],
    [merge, 'ERROR: could not open relation with OID 1', 'Busy'],
    [merge, 'ERROR: deadlock detected', 'Busy'],
    [check, 'ERROR: 1023\n  DETAIL: Serializable isolation violation on table - 1', 'Busy'],
    [merge, "ERROR: Query (1) cancelled on user's request", 'Failed'],
    [merge, 'ERROR: Found multiple matches to update the same tuple.', 'Failed'],
    [merge, 'ERROR: Disk Full', 'NoSpace'],
    [merge, 'ERROR: insufficient memory', 'NoMemory'],
    [merge, 'ERROR: permission denied for relation fact_sales', 'CannotOpen'],
    [merge, 'ERROR: relation "fact_sales" does not exist', 'OtherTables'],
    [check, "ERROR: Invalid digit, Value 'a', Pos 0, Type: Integer", 'Assertion'],
    // A sentence with the number 1023 in it is no isolation violation.
    [
      check,
      'ERROR: invalid input syntax for integer: "a: Batch b1 should bring 1023 rows to x, but its files hold 7."',
      'Assertion',
    ],
    [
      copy,
      'ERROR: S3ServiceException:Please reduce your request rate.,Status 503,Error SlowDown',
      'Unavailable',
    ],
    [copy, 'ERROR: S3ServiceException:Access Denied,Status 403,Error AccessDenied', 'BadFile'],
    [copy, 'ERROR: User x is not authorized to assume IAM Role y', 'BadFile'],
    [
      copy,
      'ERROR: Spectrum Scan Error\n  DETAIL: \n  error:  Spectrum Scan Error\n  context:   Unmatched number of columns',
      'BadFile',
    ],
  ] as const)('%j %s', (statement, text, reason) => {
    const failed = { index: 3, sql: 'SQL', status: 'FAILED', error: text, queryId: 1 } as const;
    const failure = statementFailure(options, failed, { statement });
    assert.strictEqual(failure.reason, reason);
    assert.strictEqual(failure.retryable, reason === 'Busy' || reason === 'Unavailable');
    assert.deepStrictEqual(failure.statement, { sql: 'SQL', step: statement.step });
    assert.strictEqual((failure.cause as Error).message, text);
  });

  it('says in one sentence what Redshift says in many lines', () => {
    const failed = {
      index: 3,
      sql: 'SQL',
      status: 'FAILED',
      error:
        'ERROR: Spectrum Scan Error\n  DETAIL: \n  ---\n  error:  Spectrum Scan Error\n  code:      15007\n  context:   Unmatched number of columns.\n  ---',
      queryId: 1,
    } as const;
    assert.strictEqual(
      statementFailure(options, failed, { statement: copy }).message,
      'The gold files of fact_sales cannot be loaded: Unmatched number of columns. Nothing was loaded. Make them again.',
    );
  });
});
