package dev.pawl.cli;

import dev.pawl.model.Comparison;
import dev.pawl.model.Severity;

/** From which severity on a proven regression makes the command fail. */
enum FailOn {
    WARNING,
    CRITICAL,
    NEVER;

    ExitCode codeOf(Comparison comparison) {
        boolean failed = switch (this) {
            case WARNING -> comparison.summary().isRegressed(Severity.WARNING);
            case CRITICAL -> comparison.summary().isRegressed(Severity.CRITICAL);
            case NEVER -> false;
        };
        return failed ? ExitCode.REGRESSION : ExitCode.FINE;
    }
}
