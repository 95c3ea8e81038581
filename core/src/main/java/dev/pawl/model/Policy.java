package dev.pawl.model;

/** How much proof a threshold asks for before it calls a change a regression or an improvement. */
public enum Policy {
    /** The bare change beyond a limit. */
    PLAIN,
    /** The change beyond a limit, and distinguishable from noise. */
    SIGNIFICANT,
    /** The whole confidence interval beyond the limit. */
    STRICT
}
