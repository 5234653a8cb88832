// What the kernel asks JavaScript: of the values that are not plain, and once for a value wherever it is kept.

/** Whether the rule keeps an entry of a text sink as it stands: 1 yes, 2 no. */
@external('host', 'judge')
export declare function judge(sink: u32, entry: u32): u32;

/** Whether the rule keeps text that is in no dictionary as it stands: 1 yes, 0 no. */
@external('host', 'keeps')
export declare function keeps(sink: u32, at: usize, size: u32): u32;

/** The day number of the ten bytes at `at`, or `otherDay`. */
@external('host', 'askDay')
export declare function askDay(sink: u32, at: usize): i32;
