/** Columns that one step of a query adds to the ones before it, by name. */
export type Layer = Readonly<Record<string, string>>;

/** Writes text as a literal of Spark SQL; needs `spark.sql.parser.escapedStringLiterals=false`, which is the default. */
export function sqlText(value: string): string {
  const escaped = value.replace(/[\\'\p{Cc}]/gu, (character) =>
    character === '\\' || character === "'"
      ? `\\${character}`
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `'${escaped}'`;
}

/** Names a column, whatever characters are in it. */
export function sqlName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** Writes a choice: the first condition that holds decides; none gives `otherwise`, or NULL. */
export function sqlCase(
  branches: readonly (readonly [condition: string, value: string])[],
  otherwise?: string,
): string {
  const whens = branches.map(([condition, value]) => `WHEN ${condition} THEN ${value}`).join(' ');
  return `CASE ${whens}${otherwise === undefined ? '' : ` ELSE ${otherwise}`} END`;
}

/** Writes texts joined by commas, NULL ones left out. */
export function sqlList(texts: readonly string[]): string {
  return texts.length === 0 ? "''" : `concat_ws(',', ${texts.join(', ')})`;
}

/** A named query; a later one may read an earlier one by its name. */
export interface SparkView {
  readonly name: string;
  readonly sql: string;
}

/**
 * Writes queries that add one layer after another to a relation: a later one may use the columns of those before. Each is a
 * view of its own, because Spark resolves a query of so many levels in more rounds than it allows.
 */
export function layeredViews(relation: string, layers: readonly Layer[]): readonly SparkView[] {
  let from = relation;
  return layers
    .filter((layer) => Object.keys(layer).length > 0)
    .map((layer, index) => {
      const columns = Object.entries(layer).map(
        ([name, expression]) => `  ${expression} AS ${sqlName(name)}`,
      );
      const sql = `SELECT *,\n${columns.join(',\n')}\nFROM ${from}`;
      from = `${relation}_${index + 1}`;
      return { name: from, sql };
    });
}
