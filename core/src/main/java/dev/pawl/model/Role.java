package dev.pawl.model;

/** What a metric is for. */
public enum Role {
    /** Judged, gates the build, raises alerts. */
    HEADLINE,
    /** Judged and shown folded; does not gate. */
    SUPPORTING,
    /** Recorded only. */
    INFORMATIONAL
}
