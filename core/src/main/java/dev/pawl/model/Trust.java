package dev.pawl.model;

/** Whether a run may serve as a baseline for others. */
public enum Trust {
    /** Uploaded with a token that may write the branch. */
    TRUSTED,
    /** Came from where anyone can write (a fork's pull request); it is judged, but never a baseline. */
    UNTRUSTED
}
