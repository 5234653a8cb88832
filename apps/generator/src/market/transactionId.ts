import { mix32, type Random } from '../random/random.ts';

const rounds = 4;

/** Two halves of an id, as signed 32-bit integers; a short id has only the low half. */
export interface TransactionId {
  idHigh: number;
  idLow: number;
}

/**
 * Turns a row's number into an id that looks random. A keyed permutation (a Feistel network), so that no two rows
 * share an id and nobody has to remember which ones were given out.
 */
export function transactionIds(
  random: Random,
  short: boolean,
): (number: number, into: TransactionId) => void {
  const keys = Int32Array.from({ length: rounds }, () => random.next());
  return short
    ? (number, into) => {
        let left = (number >>> 16) & 0xffff;
        let right = number & 0xffff;
        for (let round = 0; round < rounds; round++) {
          const swapped = left ^ (mix32(right ^ keys[round]!) & 0xffff);
          left = right;
          right = swapped;
        }
        into.idHigh = 0;
        into.idLow = (left << 16) | right;
      }
    : (number, into) => {
        let left = Math.floor(number / 2 ** 32) | 0;
        let right = number | 0;
        for (let round = 0; round < rounds; round++) {
          const swapped = left ^ mix32(right ^ keys[round]!);
          left = right;
          right = swapped;
        }
        into.idHigh = left;
        into.idLow = right;
      };
}

/** Renders an id as 16 hex digits, a short one as 8. */
export function renderTransactionId(id: TransactionId, short: boolean): string {
  return short ? hex32(id.idLow) : hex32(id.idHigh) + hex32(id.idLow);
}

const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hex32(bits: number): string {
  return (
    hexPairs[bits >>> 24]! +
    hexPairs[(bits >>> 16) & 255]! +
    hexPairs[(bits >>> 8) & 255]! +
    hexPairs[bits & 255]!
  );
}
