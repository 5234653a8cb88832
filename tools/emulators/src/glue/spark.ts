import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../../..');

/** The interpreter that has PySpark: the one that SPARK_PYTHON names, or that of `apps/glue-jobs/install.sh`. */
export const sparkPython =
  process.env['SPARK_PYTHON'] ?? join(root, 'apps/glue-jobs/node_modules/.cache/requirements/bin/python');

/** Says why Spark cannot be started here, as a sentence for the name of a skipped test, or undefined if it can. */
export function sparkProblem(): string | undefined {
  if (!existsSync(sparkPython)) return 'PySpark is not installed; apps/glue-jobs/install.sh installs it';
  return spawnSync('java', ['-version']).status === 0
    ? undefined
    : 'Spark needs Java 17, and there is no java';
}

/** Hadoop's client of S3, of the version of Spark's own Hadoop; Spark fetches it from Maven Central, once. */
const s3Client = 'org.apache.hadoop:hadoop-aws:3.3.4';

/** What starts Spark on this machine with `s3://` being the S3 that the environment of its process names. */
export function sparkSubmitArguments(s3Endpoint: string): string {
  const settings: Readonly<Record<string, string>> = {
    'spark.ui.enabled': 'false',
    'spark.ui.showConsoleProgress': 'false',
    'spark.driver.bindAddress': '127.0.0.1',
    'spark.driver.host': '127.0.0.1',
    'spark.sql.shuffle.partitions': '4',
    'spark.jars.packages': s3Client,
    'spark.jars.ivy': join(root, 'node_modules/.cache/ivy'),
    // Glue has a client of its own for these addresses.
    'spark.hadoop.fs.s3.impl': 'org.apache.hadoop.fs.s3a.S3AFileSystem',
    'spark.hadoop.fs.s3a.endpoint': s3Endpoint,
    'spark.hadoop.fs.s3a.path.style.access': 'true',
    'spark.hadoop.fs.s3a.aws.credentials.provider':
      'com.amazonaws.auth.EnvironmentVariableCredentialsProvider',
  };
  const options = Object.entries(settings).map(([name, value]) => `--conf "${name}=${value}"`);
  return `--master "local[2]" --driver-memory 2g ${options.join(' ')} pyspark-shell`;
}
