import { isUtf8 } from 'node:buffer';

/** A row that was refused, as quarantine keeps it. */
export interface Reject {
  /** The object's key in the lake. */
  readonly source: string;
  readonly version: string;
  /** The row's first byte in the object's uncompressed text. */
  readonly offset: number;
  readonly reasons: readonly string[];
  /** The row as it was read; bytes that are no UTF-8 appear as U+FFFD. */
  readonly raw: string;
  /** The row's bytes in base64, only where `raw` cannot hold them. */
  readonly rawBase64?: string;
  /** The line the row starts on, from 1. Rendered last, where it can be found without parsing. */
  readonly line: number;
}

/** Where a refused row stands. */
export type RejectPlace = Pick<Reject, 'source' | 'version' | 'offset' | 'line'>;

/** Makes a reject of a row's bytes, which are copied. */
export function makeReject(place: RejectPlace, reasons: readonly string[], bytes: Buffer): Reject {
  const { source, version, offset, line } = place;
  const reject = { source, version, offset, reasons, raw: bytes.toString('utf8') };
  return isUtf8(bytes) ? { ...reject, line } : { ...reject, rawBase64: bytes.toString('base64'), line };
}

/** Renders a reject as one line of quarantine, with its newline. */
export function renderReject(reject: Reject): string {
  return `${JSON.stringify(reject)}\n`;
}

/** Parses one line of quarantine. */
export function parseReject(line: string): Reject {
  return JSON.parse(line) as Reject;
}
