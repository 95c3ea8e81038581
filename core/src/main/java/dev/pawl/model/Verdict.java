package dev.pawl.model;

/** What a comparison says of one benchmark and metric. */
public enum Verdict {
    /** Worse beyond a limit, and proven. */
    REGRESSED,
    /** Better beyond a limit, and proven. */
    IMPROVED,
    /** Within the limits. */
    UNCHANGED,
    /** Cannot tell; the evidence says what was seen and what would settle it. */
    UNDECIDED,
    /** Measured in the contender only. */
    NEW,
    /** Measured in the baseline only. */
    MISSING
}
