/** Whether bytes are UTF-8 (RFC 3629): no surrogates, nothing past U+10FFFF, nothing longer than it need be. */
export function isUtf8(start: usize, size: u32): bool {
  const end = start + (size as usize);
  let at = start;
  while (at < end) {
    const lead = load<u8>(at++);
    if (lead < 0x80) continue;
    if (lead < 0xc2 || lead > 0xf4) return false;
    // What the second byte may be depends on the first.
    const least: u8 = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const most: u8 = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (at >= end || load<u8>(at) < least || load<u8>(at) > most) return false;
    at++;
    for (let more = lead >= 0xf0 ? 2 : lead >= 0xe0 ? 1 : 0; more > 0; more--) {
      if (at >= end || (load<u8>(at) & 0xc0) != 0x80) return false;
      at++;
    }
  }
  return true;
}
