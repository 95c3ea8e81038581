package dev.pawl.model;

/** What a metric is for. */
public enum Role {
    /** Judged, gates the build, raises alerts. */
    HEADLINE,
    /** Judged and shown folded; does not gate. */
    SUPPORTING,
    /** Recorded only. */
    INFORMATIONAL,
    /** Measures the testbed and not the code: what it loses, everything else is credited with. Not judged itself. */
    CONTROL
}
