/** A statement failed, as Redshift would say it. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  /** What `sys_load_error_detail` shows of a COPY that failed. */
  readonly detail: LoadErrorDetail | undefined;

  constructor(
    message: string,
    options: { readonly detail?: LoadErrorDetail; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.detail = options.detail;
  }
}

/** A row of `sys_load_error_detail`. */
export interface LoadErrorDetail {
  readonly fileName: string;
  readonly lineNumber?: number;
  readonly columnName?: string;
  readonly columnType?: string;
  readonly columnLength?: string;
  readonly errorCode: number;
  readonly errorMessage: string;
}

/** Says of a Parquet file that it cannot be read, as the part of Redshift that reads S3 does. */
export function scanError(
  fileName: string,
  detail: Omit<LoadErrorDetail, 'fileName'>,
  cause?: unknown,
): SqlError {
  const { errorCode, errorMessage } = detail;
  return new SqlError(
    `ERROR: Spectrum Scan Error\n  DETAIL: \n  ${rule}\n  error:  Spectrum Scan Error\n  code:      ${errorCode}\n  context:   ${errorMessage}\n  ${rule}`,
    { detail: { ...detail, fileName }, cause },
  );
}

const rule = '-----------------------------------------------';

/** A call failed: what the Data API answers instead of a result. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly type: string;
  readonly status: number;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

interface PostgresError {
  readonly code?: string;
  readonly message: string;
  readonly column?: string;
  readonly table?: string;
}

/** Says in Redshift's words why PostgreSQL refused a statement. */
export function asRedshiftError(cause: unknown): SqlError {
  if (cause instanceof SqlError) return cause;
  const error = cause as PostgresError;
  return new SqlError(`ERROR: ${redshiftWords(error)}`, { cause });
}

function redshiftWords({ code, message, column, table }: PostgresError): string {
  switch (code) {
    // invalid_text_representation: a cast that an assertion failed by.
    case '22P02': {
      const [, value = ''] = /^invalid input syntax for type integer: "([\s\S]*)"$/.exec(message) ?? [];
      if (value === '') return message;
      const said = `Invalid digit, Value '${value[0]!}', Pos 0, Type: Integer`;
      return `${said} \n  Detail: \n  ${rule}\n  error:  ${said} \n  code:      1207\n  context:   ${value}\n  query:     0\n  location:  :0\n  process:   query0 [pid=0]\n  ${rule}`;
    }
    case '23502':
      return `Cannot insert a NULL value into column ${column ?? '?'} of ${table ?? 'the table'}`;
    // cardinality_violation: a MERGE that finds two rows for one.
    case '21000':
      return message.startsWith('MERGE') ? 'Found multiple matches to update the same tuple.' : message;
    // serialization_failure
    case '40001':
      return '1023\n  DETAIL: Serializable isolation violation on table - 0, transactions forming the cycle are: 0, 0 (pid:0)';
    case '40P01':
      return 'deadlock detected';
    // query_canceled
    case '57014':
      return "Query cancelled on user's request";
    // Two sessions create the same table or schema.
    case '23505':
      return 'could not complete because of conflict with concurrent transaction';
    default:
      return message;
  }
}
