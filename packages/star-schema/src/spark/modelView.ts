/** A named query of Spark SQL; a later one may read an earlier one by its name. */
export interface ModelView {
  readonly name: string;
  readonly sql: string;
  /** Whether later queries read it so often that it is worth keeping. */
  readonly isKept: boolean;
}

/** Stands for the type that holds a row's place: `BIGINT` where it fits, else `DECIMAL(38,0)`. */
export const positionType = '{{position}}';

/** Makes a view; `isKept` says that it is worth keeping. */
export function view(name: string, sql: string, isKept = false): ModelView {
  return { name, sql, isKept };
}
