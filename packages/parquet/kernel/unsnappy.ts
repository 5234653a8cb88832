// Undoes Snappy's block format: https://github.com/google/snappy/blob/main/format_description.txt

/** Uncompresses to exactly `targetSize` bytes; false when the source is not that. 16 bytes behind both are free. */
export function uncompress(source: usize, size: u32, target: usize, targetSize: u32): bool {
  const end = source + (size as usize);
  const targetEnd = target + (targetSize as usize);
  let at = source;
  // The length, which is known.
  while (at < end && load<u8>(at) >= 0x80) at++;
  at++;
  let to = target;
  while (at < end) {
    const tag = load<u8>(at++);
    let length: usize = (tag >> 2) + 1;
    if ((tag & 3) == 0) {
      if (length > 60) {
        const lengthBytes = (length as u32) - 60;
        if (at + 4 > end) return false;
        const mask: u32 = lengthBytes == 4 ? 0xffff_ffff : (1 << (lengthBytes * 8)) - 1;
        length = ((load<u32>(at) & mask) as usize) + 1;
        at += lengthBytes as usize;
      }
      if (length > end - at || length > targetEnd - to) return false;
      memory.copy(to, at, length);
      at += length;
      to += length;
      continue;
    }
    let distance: usize;
    if ((tag & 3) == 1) {
      length = ((tag >> 2) & 7) + 4;
      distance = (((tag >> 5) as usize) << 8) | (load<u8>(at) as usize);
      at++;
    } else if ((tag & 3) == 2) {
      distance = load<u16>(at) as usize;
      at += 2;
    } else {
      distance = load<u32>(at) as usize;
      at += 4;
    }
    if (at > end || distance == 0 || distance > to - target || length > targetEnd - to) return false;
    if (distance >= 8) {
      for (let done: usize = 0; done < length; done += 8) store<u64>(to + done, load<u64>(to + done - distance));
    } else {
      for (let done: usize = 0; done < length; done++) store<u8>(to + done, load<u8>(to + done - distance));
    }
    to += length;
  }
  return to == targetEnd;
}
