package dev.pawl.cli;

import java.util.Collection;

/**
 * What a command tells the shell. The numbers are a contract.
 *
 * <p>The constants are in the order of their precedence, which is not that of their numbers: where several apply, the first
 * one counts.
 */
public enum ExitCode {
    /** A defect of Pawl itself; the number of {@code sysexits.h}, outside of the contract. */
    DEFECT(70),
    /** The command line makes no sense. */
    WRONG_USAGE(2),
    /** A file cannot be read as results. */
    UNREADABLE_INPUT(3),
    /** The server refused (401, 403, 404, 409, 413, …), could not be reached or started, or its database is of no use. */
    REFUSED(4),
    /** There is no usable GPU. */
    NO_GPU(6),
    /** A regression at or above {@code --fail-on}. */
    REGRESSION(1),
    /** Nothing could be judged, and {@code --require-verdict} was given. */
    NO_VERDICT(5),
    /** Nothing to complain about. */
    FINE(0);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** What the process ends with. */
    public int number() {
        return number;
    }

    /** The one that counts where several apply; {@link #FINE} if there is none. */
    public static ExitCode first(Collection<ExitCode> codes) {
        return codes.stream().min(ExitCode::compareTo).orElse(FINE);
    }
}
