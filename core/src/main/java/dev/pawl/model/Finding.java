package dev.pawl.model;

/**
 * Something about a comparison as a whole that a reader must know to trust it.
 *
 * @param text one or two sentences for people
 */
public record Finding(Kind kind, String text) {
    public enum Kind {
        /** The baseline is not the one that was wanted. */
        BASELINE_FALLBACK,
        /** Contender and baseline ran in different environments. */
        ENVIRONMENT_CHANGED,
        /** Both sides took turns on one machine and were judged pair by pair. */
        PAIRED_RUNS,
        /** Shards are missing; what is absent is not called missing. */
        INCOMPLETE_RUN,
        /** Control benchmarks told how fast the testbed was. */
        TESTBED_SPEED,
        /** Most of the suite moved together: the testbed changed, not the code. */
        TESTBED_DRIFTED,
        /** Benchmarks were measured while clocks were lowered, or another process used the GPU. */
        DISTURBED,
        /** Benchmarks changed with the GPU's clock and not in clock cycles. */
        CLOCK_CHANGED,
        /** The parser has something to say about the result files. */
        PARSER_WARNING
    }
}
