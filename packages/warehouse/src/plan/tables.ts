import {
  type ColumnDefinition,
  type Dimension,
  dimensionColumns,
  dimensionDeltaColumns,
  factColumns,
  type Star,
} from '@sales/schema';
import { batchColumns } from './batchRow.ts';
import { objectColumns } from './objectRow.ts';

/** A table of the warehouse, with what an engine may use to lay it out. */
export interface TableDefinition {
  readonly name: string;
  readonly columns: readonly ColumnDefinition[];
  /** The columns that identify a row. No engine enforces it: the load proves it. */
  readonly key: readonly string[];
  /** A small table is copied to every node; a large one is spread over them by a column. */
  readonly spread: 'copied' | { readonly by: string };
  readonly sortedBy: readonly string[];
}

/** Names the tables that are the same for every star. */
export const batchTable = 'etl_batch';
export const quarantineTable = 'etl_quarantine_summary';
export const supersededTable = 'etl_superseded';
export const objectTable = 'etl_batch_object';

/** Names the table that remembers each attribute's stamp, from which the dimension is derived. */
export function stateTable(dimension: Dimension): string {
  return `etl_${dimension.table}`;
}

/** Names the table of this transaction's own that holds a table's files. */
export function stagingTable(table: string): string {
  return `stage_${table}`;
}

/** Names the batch whose load last gave a fact row its content. */
export const batchIdColumn = {
  name: '_batch_id',
  type: { kind: 'text', maxBytes: 256 },
  nullable: false,
} as const satisfies ColumnDefinition;

/** Gives all tables of a star's warehouse. */
export function warehouseTables(star: Star): readonly TableDefinition[] {
  const { fact, contract, dimensions } = star;
  const spread = { by: contract.businessKey[0]! };
  const factTable = [...factColumns(star), batchIdColumn];
  return [
    { name: fact.table, columns: factTable, key: contract.businessKey, spread, sortedBy: [fact.date] },
    ...dimensions.flatMap((dimension): TableDefinition[] => [
      {
        name: dimension.table,
        columns: dimensionColumns(star, dimension),
        key: [dimension.key],
        spread: 'copied',
        sortedBy: [dimension.key],
      },
      {
        name: stateTable(dimension),
        columns: dimensionDeltaColumns(star, dimension),
        key: [dimension.key],
        spread: { by: dimension.key },
        sortedBy: [],
      },
    ]),
    { name: batchTable, columns: batchColumns, key: ['digest'], spread: 'copied', sortedBy: ['loaded_at'] },
    {
      name: quarantineTable,
      columns: [
        { name: 'batch_id', type: { kind: 'text', maxBytes: 256 }, nullable: false },
        { name: 'reason', type: { kind: 'text', maxBytes: 256 }, nullable: false },
        { name: 'rows', type: { kind: 'int64' }, nullable: false },
      ],
      key: ['batch_id', 'reason'],
      spread: 'copied',
      sortedBy: [],
    },
    {
      name: objectTable,
      columns: objectColumns,
      key: ['batch_id', 'source_key'],
      spread: 'copied',
      sortedBy: [],
    },
    {
      name: supersededTable,
      columns: [
        ...factTable,
        { name: '_superseded_by', type: batchIdColumn.type, nullable: false },
        { name: '_outcome', type: { kind: 'text', maxBytes: 16 }, nullable: false },
      ],
      key: [],
      spread,
      sortedBy: [fact.date],
    },
  ];
}
