/** What Redshift (its developer guide, "Reserved words") or DuckDB 1.5 (`duckdb_keywords()`) keeps for itself. */
const reserved = new Set(
  `aes128 aes256 all allowoverwrite analyse analyze and any array as asc asymmetric authorization az64 backup between
  binary blanksasnull both bytedict bzip2 case cast check collate column connect constraint create credentials cross
  current_date current_time current_timestamp current_user current_user_id default deferrable deflate defrag delta
  delta32k desc describe disable distinct do else emptyasnull enable encode encrypt encryption end except explicit
  false fetch for foreign freeze from full globaldict256 globaldict64k grant group gzip having identity ignore ilike
  in initially inner intersect interval into is isnull join lambda language lateral leading left like limit localtime
  localtimestamp lun luns lzo lzop minus mostly13 mostly16 mostly32 mostly8 natural new not notnull null nulls off
  offline offset oid old on only open or order outer overlaps parallel partition percent permissions pivot
  pivot_longer pivot_wider placing primary qualify raw readratio recover references rejectlog resort respect restore
  returning right select session_user show similar snapshot some start summarize symmetric sysdate system table tag
  tdes text255 text32k then timestamp to top trailing true truncatecolumns union unique unnest unpivot user using
  variadic verbose wallet when where window with without`.split(/\s+/),
);
const plain = /^[a-z_][a-z0-9_]*$/;

/** Renders a name of a table or column, quoted only where it must be, so that the SQL stays readable. */
export function sqlName(name: string): string {
  return plain.test(name) && !reserved.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** Renders names as a list: `a, b`. */
export function sqlNames(names: readonly string[]): string {
  return names.map(sqlName).join(', ');
}
