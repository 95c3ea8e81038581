package dev.pawl.model;

/** How much a change matters: its size against the threshold's limits. */
public enum Severity {
    WARNING,
    CRITICAL
}
