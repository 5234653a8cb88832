// Looks at a line that a scan stopped at: which of its values the reference must decide.

import { forgetEscapes } from './escapes';
import { isDigit } from './numbers';
import { given, isLiteral, Plan, readValue, Step, tailEnd, text } from './scan';
import { TextSink } from './sinks';
import { lookUp } from './texts';

/**
 * The doubts of the last line: of each the step's number, with `plainAmount` where it is an amount that was read, and where
 * its value begins and ends.
 */
const doubts: usize = heap.alloc(12 * 256);
const maxDoubts: u32 = 256;
const plainAmount: u32 = 0x8000_0000;

export function doubtsAt(): usize {
  return doubts;
}

/**
 * Gives how many values of a line are in doubt, as every amount is that is given for a derived one, or -1 when the line is
 * not of the plan's shape. The other values are put into the row.
 */
export function inspect(plan: Plan, start: usize, end: usize, row: u32): i32 {
  forgetEscapes();
  let at = start;
  let count: u32 = 0;
  for (let index: u32 = 0; index < plan.stepCount; index++) {
    const step = changetype<Step>(plan.steps + (index as usize) * offsetof<Step>());
    if (!isLiteral(step, at)) return -1;
    at += step.literalBytes as usize;
    let next = readValue(step, at, end, row, 0);
    if (next != 0 && step.kind == text) {
      const sink = changetype<TextSink>(step.sink);
      if (sink.isHeap == 0 && lookUp(sink, row, 1) == 0) next = 0;
    }
    if (next == 0 || step.kind == given) {
      const mark = next == 0 ? 0 : plainAmount;
      if (next == 0) next = skipValue(at, end);
      if (next == 0 || count == maxDoubts) return -1;
      const doubt = doubts + ((count++ * 12) as usize);
      store<u32>(doubt, index | mark);
      store<u32>(doubt, at as u32, 4);
      store<u32>(doubt, next as u32, 8);
    }
    at = next;
  }
  return tailEnd(at) == 0 ? -1 : count;
}

/** Steps over text or over a bare word; whether it is JSON, whoever decides will see. */
function skipValue(at: usize, end: usize): usize {
  if (load<u8>(at) == 0x22) {
    for (let next = at + 1; next < end; next++) {
      const byte = load<u8>(next);
      if (byte == 0x22) return next + 1;
      if (byte < 0x20) return 0;
      if (byte == 0x5c) next++;
    }
    return 0;
  }
  let next = at;
  while (next < end && isWordByte(load<u8>(next))) next++;
  return next == at ? 0 : next;
}

/** Tells the bytes of numbers, `true`, `false` and `null`. */
function isWordByte(byte: u8): bool {
  const letter = byte | 0x20;
  return isDigit(byte) || byte == 0x2d || byte == 0x2b || byte == 0x2e || (letter >= 0x61 && letter <= 0x7a);
}
