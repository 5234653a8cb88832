import { type LoadRequest, loadPlan, renderPlan, type Statement, sqlName } from '@sales/warehouse';
import { type GoldFormat, redshiftDialect } from './dialect.ts';
import { UnrenderableError } from './errors.ts';
import { renderManifest } from './manifest.ts';

/** Where a batch is loaded to, and how Redshift reads its files. */
export interface RedshiftTarget {
  /** The schema that holds the star. */
  readonly schema: string;
  /** The role that may read the bucket, as an ARN, or `default`. */
  readonly iamRole: string;
  /** Where this load's manifests are written, such as `s3://bucket/runs/b1/copy`; each load's own. */
  readonly manifestFolder: string;
  /** What the files of the request are; Parquet unless told. */
  readonly format?: GoldFormat;
}

/** A load for Redshift: first write the manifests, then run the statements as one transaction. */
export interface RedshiftLoad {
  readonly manifests: readonly { readonly url: string; readonly body: string }[];
  /** Without BEGIN and COMMIT: the Data API runs one batch of statements as one transaction. */
  readonly statements: readonly Statement[];
}

/** How many statements the Data API runs as one transaction at most (BatchExecuteStatement, `Sqls`). */
const maxStatements = 40;

/**
 * Renders the load of a batch: the same steps that the embedded warehouse runs.
 *
 * Throws UnrenderableError when the Data API could not run it.
 */
export function renderLoad(request: LoadRequest, target: RedshiftTarget): RedshiftLoad {
  const plan = loadPlan(request);
  const manifestUrl = (table: string): string => `${target.manifestFolder}/${table}.manifest.json`;
  const staged = plan.filter((step) => step.kind === 'stage').filter(({ files }) => files.length > 0);
  const statements = [
    useSchema(target.schema),
    ...renderPlan(
      plan,
      redshiftDialect({
        iamRole: target.iamRole,
        manifestUrl,
        ...(target.format === undefined ? {} : { format: target.format }),
      }),
    ),
  ];
  if (statements.length > maxStatements)
    throw new UnrenderableError(
      `The load of ${request.star.fact.table} takes ${statements.length} statements, but the Data API runs at most ${maxStatements} as one transaction: give its star fewer dimensions.`,
    );
  return {
    manifests: staged.map(({ table, files }) => ({ url: manifestUrl(table), body: renderManifest(files) })),
    statements,
  };
}

/** Names the schema once, ahead of all statements; it takes no snapshot, so the lock still comes first. */
export function useSchema(schema: string): Statement {
  return { step: 'use the schema', sql: `SET search_path TO ${sqlName(schema)}`, reason: 'Failed' };
}
