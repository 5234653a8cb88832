// Undoes the escapes of JSON strings (RFC 8259, section 7).

/** Where the texts of the batch in hand are kept that had escapes. */
const room: u32 = 1 << 18;
const texts: usize = heap.alloc((room as usize) + 16);
let used: u32 = 0;

/** The text of the last string, and its size. */
export let unescapedAt: usize = 0;
export let unescapedSize: u32 = 0;

/** Forgets the texts: those of the next batch take their place. */
export function forgetEscapes(): void {
  used = 0;
}

/**
 * Undoes the escapes of a string from its first byte on, and gives its closing quote, or 0 when the reference must decide:
 * control characters, escaped or not, halves of surrogate pairs, what is no escape, and more text than there is room for.
 */
export function unescape(from: usize, end: usize): usize {
  const start = texts + (used as usize);
  const full = texts + (room as usize) - 4;
  let to = start;
  let at = from;
  while (at < end && to < full) {
    const byte = load<u8>(at);
    if (byte < 0x20) return 0;
    if (byte == 0x22) {
      unescapedAt = start;
      unescapedSize = (to - start) as u32;
      used = (to - texts) as u32;
      return at;
    }
    if (byte != 0x5c) {
      store<u8>(to++, byte);
      at++;
      continue;
    }
    const escape = load<u8>(at, 1);
    if (escape == 0x22 || escape == 0x5c || escape == 0x2f) {
      store<u8>(to++, escape);
      at += 2;
      continue;
    }
    if (escape != 0x75) return 0;
    let point = fourDigits(at + 2);
    at += 6;
    if (point < 0x20 || point > 0xffff) return 0;
    if (point >= 0xd800 && point < 0xe000) {
      if (point >= 0xdc00 || load<u16>(at) != 0x755c) return 0;
      const low = fourDigits(at + 2);
      if (low < 0xdc00 || low > 0xdfff) return 0;
      point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
      at += 6;
    }
    to = writePoint(to, point);
  }
  return 0;
}

/** The number of four hexadecimal digits, or one that is far too large. */
function fourDigits(at: usize): u32 {
  let value: u32 = 0;
  for (let index: usize = 0; index < 4; index++) {
    const byte = load<u8>(at + index);
    const letter = ((byte | 0x20) - 0x61) as u8;
    const digit = (byte - 0x30) as u8;
    if (digit >= 10 && letter >= 6) return u32.MAX_VALUE;
    value = (value << 4) | ((digit < 10 ? digit : letter + 10) as u32);
  }
  return value;
}

function writePoint(to: usize, point: u32): usize {
  if (point < 0x80) {
    store<u8>(to, point as u8);
    return to + 1;
  }
  if (point < 0x800) {
    store<u8>(to, (0xc0 | (point >> 6)) as u8);
    store<u8>(to, (0x80 | (point & 0x3f)) as u8, 1);
    return to + 2;
  }
  if (point < 0x10000) {
    store<u8>(to, (0xe0 | (point >> 12)) as u8);
    store<u8>(to, (0x80 | ((point >> 6) & 0x3f)) as u8, 1);
    store<u8>(to, (0x80 | (point & 0x3f)) as u8, 2);
    return to + 3;
  }
  store<u8>(to, (0xf0 | (point >> 18)) as u8);
  store<u8>(to, (0x80 | ((point >> 12) & 0x3f)) as u8, 1);
  store<u8>(to, (0x80 | ((point >> 6) & 0x3f)) as u8, 2);
  store<u8>(to, (0x80 | (point & 0x3f)) as u8, 3);
  return to + 4;
}
