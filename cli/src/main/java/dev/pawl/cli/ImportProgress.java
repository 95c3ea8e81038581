package dev.pawl.cli;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Says on standard error how far an import is, if it takes long. */
final class ImportProgress {

    /** Longer than this without a word and people wonder. */
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Clock clock;
    private final PrintStream out;
    private final int runs;
    private final Instant start;
    private Instant told;

    ImportProgress(Clock clock, PrintStream out, int runs) {
        this.clock = clock;
        this.out = out;
        this.runs = runs;
        this.start = clock.instant();
        this.told = start;
    }

    /** @param done how many runs the server has */
    void at(int done) {
        Instant now = clock.instant();
        if (Duration.between(told, now).compareTo(EVERY) < 0) return;
        told = now;
        double seconds = Duration.between(start, now).toMillis() / 1000.0;
        double rate = done / seconds;
        out.printf("%d of %d runs, about %d s to go%n", done, runs, Math.round((runs - done) / rate));
    }
}
