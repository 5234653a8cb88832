import {
  BatchExecuteStatementCommand,
  type DescribeStatementCommandOutput,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';

const target = { WorkgroupName: 'sales', Database: 'sales' };

/** The SDK's client of a stand-in, with what tests do over and over. */
export function callsTo(endpoint: string) {
  const client = new RedshiftDataClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'emulator', secretAccessKey: 'emulator' },
    maxAttempts: 1,
  });
  const untilEnded = async (id: string): Promise<DescribeStatementCommandOutput> => {
    for (;;) {
      const found = await client.send(new DescribeStatementCommand({ Id: id, WaitTimeSeconds: 5 }));
      if (['FINISHED', 'FAILED', 'ABORTED'].includes(found.Status!)) return found;
    }
  };
  const start = async (...sqls: readonly string[]): Promise<string> => {
    const { Id } = await client.send(new BatchExecuteStatementCommand({ ...target, Sqls: [...sqls] }));
    return Id!;
  };
  return {
    client,
    target,
    untilEnded,
    start,
    /** Runs statements as one transaction. */
    batch: async (...sqls: readonly string[]) => untilEnded(await start(...sqls)),
    one: async (sql: string) => {
      const { Id } = await client.send(new ExecuteStatementCommand({ ...target, Sql: sql }));
      return untilEnded(Id!);
    },
  };
}
