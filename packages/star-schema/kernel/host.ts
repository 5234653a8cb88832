// What the kernel asks JavaScript, where two rows have one stamp, which hardly ever happens.

/**
 * Whether the value of a row of the table in hand is to take the place of one that is known: that of another row of the
 * table, or the text of a number plus one.
 */
@external('host', 'decide')
export declare function decide(attribute: u32, row: u32, known: u32, isRow: u32): u32;
