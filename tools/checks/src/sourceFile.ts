import { type Expression, parseSync, Visitor } from 'oxc-parser';

/** One place where a file names another module, as text: import, export from, `import()`, `require()` or an import type. */
export interface ImportedModule {
  readonly specifier: string;
  readonly line: number;
}

/** What the checks read of a TypeScript file. */
export interface SourceFile {
  readonly imports: readonly ImportedModule[];
  /** The text with comments blanked out: same length, same lines. */
  readonly code: string;
}

/** Parses a TypeScript file. Throws where it does not parse. */
export function parseSource(path: string, text: string): SourceFile {
  const { program, comments, errors } = parseSync(path, text);
  if (errors[0] !== undefined) {
    throw new Error(`${path} does not parse: ${errors[0].message}`);
  }
  const imports: ImportedModule[] = [];
  const add = (node: Expression | null | undefined): void => {
    const specifier = node ? textOf(node) : undefined;
    if (node && specifier !== undefined) {
      imports.push({ specifier, line: text.slice(0, node.start).split('\n').length });
    }
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.source),
    ExportNamedDeclaration: (node) => add(node.source),
    ExportAllDeclaration: (node) => add(node.source),
    ImportExpression: (node) => add(node.source),
    TSImportType: (node) => add(node.source),
    TSExternalModuleReference: (node) => add(node.expression),
    CallExpression: (node) => {
      const callee = text.slice(node.callee.start, node.callee.end);
      const first = node.arguments[0];
      if ((callee === 'require' || callee === 'import.meta.resolve') && first?.type === 'Literal') {
        add(first);
      }
    },
  }).visit(program);
  const code = comments.reduce(
    (rest, { start, end }) =>
      rest.slice(0, start) + text.slice(start, end).replaceAll(/[^\n]/g, ' ') + rest.slice(end),
    text,
  );
  return { imports: imports.toSorted((a, b) => a.line - b.line), code };
}

function textOf(node: Expression): string | undefined {
  if (node.type === 'Literal') {
    return typeof node.value === 'string' ? node.value : undefined;
  }
  // `import(`x`)` without a placeholder is as plain as a string.
  return node.type === 'TemplateLiteral' && node.quasis.length === 1
    ? (node.quasis[0]?.value.cooked ?? undefined)
    : undefined;
}
