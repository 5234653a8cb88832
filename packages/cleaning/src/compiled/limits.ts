/** Where the compiled path changes its ways. No answer depends on it: tests set it so that few rows come to every way. */
export interface CompiledLimits {
  /** After so many rows of a table it shows whether a text field repeats its values. */
  readonly trialRows: number;
  /** It does not when more than this part of them are different. */
  readonly mostlyDistinct: number;
  /** So many shapes are remembered; with another one all are forgotten. */
  readonly shapes: number;
  /** Entries of a dictionary past this cost more memory than making them again costs time. */
  readonly keptEntries: number;
  /** How many entries a dictionary has room for at first, a power of two. */
  readonly firstEntries: number;
  /** How many bytes of text a dictionary, or a column of bytes, has room for at first. */
  readonly firstBytes: number;
}

export const compiledLimits: CompiledLimits = {
  trialRows: 8192,
  mostlyDistinct: 0.9,
  shapes: 256,
  keptEntries: 100_000,
  firstEntries: 1 << 11,
  firstBytes: 1 << 16,
};
