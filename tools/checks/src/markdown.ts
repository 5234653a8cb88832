/** A fenced block of a Markdown file. `line` is the first line of its text, counted from 1. */
export interface Fence {
  /** What follows the opening fence: `ts`, `ts no-run`, `sh`. */
  readonly info: string;
  readonly text: string;
  readonly line: number;
}

/** A link's target as it is written, without its title. */
export interface Link {
  readonly target: string;
  readonly line: number;
}

/** What the checks read of a Markdown file. */
export interface Markdown {
  readonly fences: readonly Fence[];
  readonly links: readonly Link[];
  /** The anchors of its headings, as GitHub names them. */
  readonly anchors: ReadonlySet<string>;
  /** Everything written as code, in fences or between backticks, by line. */
  readonly code: ReadonlyArray<{ readonly text: string; readonly line: number }>;
}

const LINK = /\]\(\s*<?([^)>\s]+)>?(?:\s+["'(][^)]*)?\s*\)|^\s*\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)/g;

/** Reads a Markdown file's fences, links, anchors and code. Links within code are text, not links. */
export function readMarkdown(source: string): Markdown {
  const fences: Fence[] = [];
  const links: Link[] = [];
  const code: Array<{ text: string; line: number }> = [];
  const anchors = new Set<string>();
  let open: { mark: string; info: string; line: number; lines: string[] } | undefined;
  for (const [index, text] of source.split(/\r?\n/).entries()) {
    const line = index + 1;
    const fence = /^\s*(`{3,}|~{3,})\s*(.*)$/.exec(text);
    if (open !== undefined) {
      if (fence?.[1]?.startsWith(open.mark) && fence[2] === '') {
        fences.push({ info: open.info, line: open.line, text: open.lines.join('\n') });
        open = undefined;
      } else {
        open.lines.push(text);
        code.push({ text, line });
      }
      continue;
    }
    if (fence?.[1] !== undefined) {
      open = { mark: fence[1], info: (fence[2] ?? '').trim(), line: line + 1, lines: [] };
      continue;
    }
    for (const [, , span] of text.matchAll(/(`+)(.+?)\1(?!`)/g)) {
      code.push({ text: span ?? '', line });
    }
    addAnchors(text, anchors);
    for (const [, inline, reference] of text.replaceAll(/(`+).+?\1(?!`)/g, '').matchAll(LINK)) {
      links.push({ target: inline ?? reference ?? '', line });
    }
  }
  if (open !== undefined) {
    throw new Error(`A fence opens before line ${open.line} and is never closed.`);
  }
  return { fences, links, anchors, code };
}

function addAnchors(line: string, anchors: Set<string>): void {
  for (const [, id] of line.matchAll(/<a\s+(?:id|name)="([^"]+)"/g)) {
    anchors.add(id ?? '');
  }
  const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1];
  if (heading === undefined) {
    return;
  }
  const slug = heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
  // A second heading of the same name gets a number, as on GitHub.
  let anchor = slug;
  for (let count = 1; anchors.has(anchor); count += 1) {
    anchor = `${slug}-${count}`;
  }
  anchors.add(anchor);
}
