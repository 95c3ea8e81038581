package dev.pawl.baseline;

import dev.pawl.model.Run;

/**
 * Which runs a contender is compared with, as a user names it: {@code merge-base}, {@code previous}, {@code branch:NAME},
 * {@code release:NAME} or {@code run:ID}.
 */
public sealed interface BaselinePolicy {

    /** The base branch up to where the pull request left it; the default for pull requests. */
    record MergeBase() implements BaselinePolicy {
        @Override
        public String spec() {
            return "merge-base";
        }
    }

    /** The runs before the contender on its own branch; the default for pushes. */
    record Previous() implements BaselinePolicy {
        @Override
        public String spec() {
            return "previous";
        }
    }

    /** The newest runs of a branch. */
    record OfBranch(String branch) implements BaselinePolicy {
        @Override
        public String spec() {
            return "branch:" + branch;
        }
    }

    /** The runs of a release. */
    record OfRelease(String release) implements BaselinePolicy {
        @Override
        public String spec() {
            return "release:" + release;
        }
    }

    /** One run. */
    record OfRun(String id) implements BaselinePolicy {
        @Override
        public String spec() {
            return "run:" + id;
        }
    }

    /** As the user writes it; {@link #of(String)} reads it back. */
    String spec();

    /** What holds where nobody asked for anything. */
    static BaselinePolicy defaultFor(Run contender) {
        return contender.pullRequest() != null || contender.baseBranch() != null ? new MergeBase() : new Previous();
    }

    /**
     * @throws IllegalArgumentException if it is none of the forms; the message lists them
     */
    static BaselinePolicy of(String spec) {
        if (spec.equals("merge-base")) return new MergeBase();
        if (spec.equals("previous")) return new Previous();
        int colon = spec.indexOf(':');
        String name = colon < 0 ? "" : spec.substring(colon + 1);
        if (!name.isBlank()) {
            switch (spec.substring(0, colon)) {
                case "branch":
                    return new OfBranch(name);
                case "release":
                    return new OfRelease(name);
                case "run":
                    return new OfRun(name);
                default: // falls through to the refusal
            }
        }
        throw new IllegalArgumentException("unknown baseline '" + spec
                + "'; known are merge-base, previous, branch:NAME, release:NAME and run:ID");
    }
}
