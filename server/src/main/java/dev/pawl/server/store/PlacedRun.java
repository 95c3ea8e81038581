package dev.pawl.server.store;

import dev.pawl.model.Commit;

/** A run at its place in the history of a branch. */
public record PlacedRun(RunRow run, Commit commit, Placement placement) {

    /** How sure the place is. */
    public enum Placement {
        /** On the line of first parents that ends in the branch's head. */
        ON_BRANCH,
        /** The commit belonged to the branch, but no longer leads to its head: a force-push took it off. */
        OFF_BRANCH,
        /** A gap in the known commits lies between it and the head; its place follows from its time. */
        UNKNOWN
    }
}
