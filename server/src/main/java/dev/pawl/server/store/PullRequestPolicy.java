package dev.pawl.server.store;

import java.util.Locale;

/**
 * What the server itself writes on a project's pull requests.
 *
 * @param check when the verdict is shown beside the commit, and from what on it is red
 */
public record PullRequestPolicy(Comments comments, Check check) {

    /** Nothing; CI jobs may. */
    public static final PullRequestPolicy SILENT = new PullRequestPolicy(Comments.NEVER, Check.OFF);

    /** When there is a comment. One that is there is kept up to date in either mode but the last. */
    public enum Comments {
        /** As soon as there is news. */
        ON_CHANGE,
        /** From the first upload on. */
        ALWAYS,
        NEVER;

        /** As the command line names it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** From which severity on a proven regression is red. */
    public enum Check {
        WARNING,
        CRITICAL,
        /** The verdict is shown, and never red. */
        NEVER,
        /** Nothing is shown. */
        OFF;

        /** As the command line names it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean isSilent() {
        return equals(SILENT);
    }
}
