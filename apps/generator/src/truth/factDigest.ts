import { digestLines } from './digest.ts';

/** Past this many rows the lines would take hundreds of megabytes, and the digest is left out. */
export const mostDigestedRows = 1_000_000;

const prefixDigits = 8;

/** Collects the facts' lines, one of which may be replaced by a correction, and digests them in order. */
export class FactDigest {
  readonly #lines: string[] = [];

  /** Adds a line, and returns its number. Its first eight characters are hex digits. */
  add(line: string): number {
    return this.#lines.push(line) - 1;
  }

  replace(number: number, line: string): void {
    this.#lines[number] = line;
  }

  sha256(): string {
    return digestLines(this.#sorted());
  }

  /** Sorts by the first digits as numbers, which is fast, and then as text, which is fast on what is sorted. */
  #sorted(): string[] {
    const count = this.#lines.length;
    const numbered = Float64Array.from(
      this.#lines,
      (line, i) => Number.parseInt(line.slice(0, prefixDigits), 16) * mostDigestedRows * 2 + i,
    ).sort();
    return Array.from(
      { length: count },
      (_, i) => this.#lines[numbered[i]! % (mostDigestedRows * 2)]!,
    ).sort();
  }
}
