/** Gives memory that is all zeros. */
export function zeroed(bytes: usize): usize {
  const at = heap.alloc(bytes);
  memory.fill(at, 0, bytes);
  return at;
}

/** Gives a structure that is all zeros. */
export function zeroedStruct<T>(): T {
  return changetype<T>(zeroed(offsetof<T>()));
}
