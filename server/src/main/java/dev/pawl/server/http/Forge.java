package dev.pawl.server.http;

import java.util.Set;

/** What the server itself asks of the place where pull requests are. */
public interface Forge {

    /**
     * Whether somebody may change a repository.
     *
     * @param repository {@code owner/name}
     * @throws UnavailableException if that cannot be found out now
     */
    boolean mayWrite(String repository, String login);

    /** Whether a repository is on it, by its web address. */
    boolean holds(String address);

    /** Shows under a comment whether it was obeyed, without being waited for. Failures are logged. */
    void answer(String repository, long commentId, boolean isDone);

    /** Turns the statuses of a commit green, one for each testbed, without being waited for. Failures are logged. */
    void accepted(String repository, String project, String sha, Set<String> testbeds, String by);

    /** Nobody can be asked now; the sender may try again. */
    final class UnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public UnavailableException(String message) {
            super(message);
        }
    }
}
