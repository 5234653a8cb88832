import { isUtf8 } from 'node:buffer';
import { makeReject, type RejectPlace, renderReject } from './reject.ts';

/** Collects refused rows as lines of quarantine, as `renderReject` renders them. */
export interface RejectLines {
  /** Adds a row by its bytes. */
  readonly add: (place: RejectPlace, reasons: readonly string[], bytes: Buffer) => void;
  /** Gives the lines in UTF-8, and starts anew. */
  readonly take: () => Uint8Array<ArrayBuffer>;
}

/** Rows are copied byte by byte, since making and escaping a string of each takes several times as long. */
export function createRejectLines(): RejectLines {
  let lines = Buffer.allocUnsafeSlow(1 << 12);
  let end = 0;
  let last: { readonly source: string; readonly version: string; readonly before: Buffer } | undefined;

  const reserve = (size: number): void => {
    if (end + size <= lines.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(end + size, lines.length * 2));
    lines.copy(larger, 0, 0, end);
    lines = larger;
  };
  const write = (text: string): void => {
    reserve(text.length * 3);
    end += lines.write(text, end, 'utf8');
  };

  return {
    add(place, reasons, bytes) {
      if (!isUtf8(bytes)) return write(renderReject(makeReject(place, reasons, bytes)));
      const { source, version, offset, line } = place;
      if (last?.source !== source || last.version !== version) {
        const before = JSON.stringify({ source, version }).slice(0, -1);
        last = { source, version, before: Buffer.from(`${before},"offset":`) };
      }
      reserve(last.before.length);
      end += last.before.copy(lines, end);
      write(`${offset},"reasons":${JSON.stringify(reasons)},"raw":"`);
      reserve(bytes.length * longestEscape);
      end = writeEscaped(bytes, lines, end);
      write(`","line":${line}}\n`);
    },
    take() {
      const taken = new Uint8Array(end);
      taken.set(lines.subarray(0, end));
      end = 0;
      return taken;
    },
  };
}

/** Bytes of `\u001f`. */
const longestEscape = 6;
const quote = 0x22;
const backslash = 0x5c;

/** Writes text as JSON has it between quotes; gives the byte behind it. */
function writeEscaped(text: Buffer, target: Buffer, start: number): number {
  let at = start;
  for (let index = 0; index < text.length; index++) {
    const byte = text[index]!;
    if (byte < 0x20) at += target.write(JSON.stringify(String.fromCharCode(byte)).slice(1, -1), at, 'latin1');
    else {
      if (byte === quote || byte === backslash) target[at++] = backslash;
      target[at++] = byte;
    }
  }
  return at;
}
