package dev.pawl.parser;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds, in a Criterion tree that was kept between runs, which benchmarks the latest run measured.
 *
 * <p>Benchmarks of one run follow each other: between the last file of one and the first file of the next there is no more
 * than the next one's warming up, measuring and analysis. So the run is followed from the newest benchmark back until a gap is
 * longer than the benchmark after it can explain; what is older is stale.
 *
 * <pre>
 *   stale                            |        the latest run
 *   ──[a]──[b]───────────────────────|──────[c]──────────[d]─[e]
 *               gap longer than c could take     d took long
 * </pre>
 *
 * Where files have one and the same time (a fresh checkout, an unpacked artifact) nothing is stale, and neither is anything
 * where times are not known.
 */
final class CriterionRun {

    /**
     * What may pass beside the measuring itself: warming up (3 s by default), data that a benchmark prepares, the bootstrap, plots,
     * and the start of the next target. Longer, and a second run with a filter, minutes after the first, passes for its
     * continuation; shorter, and benchmarks whose preparation takes minutes cut the run in two.
     */
    private static final Duration BESIDE_MEASURING = Duration.ofMinutes(2);

    /** Batches with set-up take a multiple of what is counted as measured. */
    private static final double MEASURING_FACTOR = 3;

    /** Taken for a benchmark whose samples are not there. */
    private static final Duration UNKNOWN_MEASURING = Duration.ofMinutes(10);

    private CriterionRun() {}

    /** Those that the latest run did not measure, newest first. */
    static Set<CriterionBenchmark> stale(List<CriterionBenchmark> benchmarks) {
        record Timed(CriterionBenchmark benchmark, Instant analysed, Instant written) {}
        List<Timed> newestFirst = new ArrayList<>();
        for (CriterionBenchmark benchmark : benchmarks) {
            Instant analysed = benchmark.analysed();
            Instant written = benchmark.written();
            if (analysed == null || written == null) return Set.of();
            newestFirst.add(new Timed(benchmark, analysed, written));
        }
        newestFirst.sort(Comparator.comparing(Timed::written).reversed());
        Set<CriterionBenchmark> stale = new LinkedHashSet<>();
        for (int at = 1; at < newestFirst.size(); at++) {
            Timed next = newestFirst.get(at - 1);
            Timed candidate = newestFirst.get(at);
            Duration gap = Duration.between(candidate.written, next.analysed);
            if (!stale.isEmpty() || gap.compareTo(longestGapBefore(next.benchmark)) > 0) stale.add(candidate.benchmark);
        }
        return stale;
    }

    private static Duration longestGapBefore(CriterionBenchmark benchmark) {
        CriterionSample sample = benchmark.sample();
        if (sample == null) return BESIDE_MEASURING.plus(UNKNOWN_MEASURING);
        double measuring = MEASURING_FACTOR * sample.total();
        // Durations of a broken clock must not overflow; a day is more than any benchmark measures.
        return BESIDE_MEASURING.plusNanos((long) Math.min(Math.max(measuring, 0), 86_400e9));
    }
}
