import { type Dialect, sqlName } from '@sales/warehouse';
import { renderAssertion } from './assertion.ts';
import { csvNull } from './csv.ts';
import { renderColumns, renderSpread, renderTable } from './layout.ts';
import { bareLiteral } from './literal.ts';

/** How the load's statements reach the batch's files. */
export interface CopySource {
  /** The role that may read the bucket, as an ARN; `default` is the one that the warehouse has. */
  readonly iamRole: string;
  /** Gives the URL of the manifest of a staging table's files. */
  readonly manifestUrl: (stagingTable: string) => string;
  /** What the files are; Parquet unless told. */
  readonly format?: GoldFormat;
}

/** The form of a batch's gold files: Parquet, or CSV as `csvPieces` writes it. */
export type GoldFormat = 'parquet' | 'csv';

const formatClauses: Readonly<Record<GoldFormat, string>> = {
  // It takes no other options.
  parquet: 'FORMAT AS PARQUET',
  csv: `FORMAT AS CSV\nIGNOREHEADER 1\nNULL AS '${csvNull}'\nDATEFORMAT 'YYYY-MM-DD'\nTIMEFORMAT 'auto'`,
};

/** Redshift's side of the load. */
export function redshiftDialect({ iamRole, manifestUrl, format = 'parquet' }: CopySource): Dialect {
  const role = iamRole === 'default' ? 'default' : bareLiteral(iamRole, 'The role');
  return {
    createTable: renderTable,
    lock: ({ table }) => [`LOCK TABLE ${sqlName(table)}`],
    assert: renderAssertion,
    stage: ({ table, columns, spreadBy, files }) => [
      `CREATE TEMP TABLE ${sqlName(table)} (\n${renderColumns(columns)}\n)\n${renderSpread({ by: spreadBy })}`,
      // Columns map by position in either form.
      ...(files.length === 0
        ? []
        : [
            `COPY ${sqlName(table)}\nFROM ${bareLiteral(manifestUrl(table), 'The manifest')}\nIAM_ROLE ${role}\n${formatClauses[format]}\nMANIFEST`,
          ]),
    ],
    derive: ({ table, spreadBy, select }) =>
      `CREATE TEMP TABLE ${sqlName(table)}\n${renderSpread(spreadBy === undefined ? 'copied' : { by: spreadBy })}\nAS\n${select}`,
  };
}
