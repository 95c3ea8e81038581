package dev.pawl.testing;

import dev.pawl.model.AbsoluteLimit;
import dev.pawl.model.Baseline;
import dev.pawl.model.Benchmark;
import dev.pawl.model.Comparison;
import dev.pawl.model.Contender;
import dev.pawl.model.Direction;
import dev.pawl.model.Evidence;
import dev.pawl.model.Finding;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Policy;
import dev.pawl.model.Reason;
import dev.pawl.model.Role;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Severity;
import dev.pawl.model.Threshold;
import dev.pawl.model.Unit;
import dev.pawl.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A comparison in which every verdict and every reason occurs, and names try to break out of their place. */
public final class SampleComparison {

    private static final Metric TIME = Metric.headline("time", Unit.of("ns/op"));
    private static final Metric THROUGHPUT = Metric.headline("throughput", Unit.of("ops/s"));
    private static final Metric ALLOCATION =
            new Metric("gc.alloc.rate.norm", Unit.of("B/op"), Direction.LOWER_IS_BETTER, Role.SUPPORTING);
    private static final Metric COUNT = new Metric("steps", Unit.of("#"), Direction.UNKNOWN, Role.HEADLINE);

    private SampleComparison() {}

    public static Comparison everyReason() {
        List<JudgedMeasurement> results = new ArrayList<>();
        results.add(result(
                "Sort.quick",
                Map.of("n", "1000"),
                TIME,
                Verdict.REGRESSED,
                Severity.CRITICAL,
                Reason.SIGNIFICANT_CHANGE,
                new Evidence(
                        0.314,
                        new Evidence.Interval(0.28, 0.349),
                        0.00004,
                        0.012,
                        0.031,
                        1.2e-3,
                        1.5768e-3,
                        20,
                        1,
                        null)));
        results.add(result(
                "Sort.merge",
                Map.of(),
                THROUGHPUT,
                Verdict.REGRESSED,
                Severity.WARNING,
                Reason.SIGNIFICANT_CHANGE,
                new Evidence(
                        -0.062,
                        new Evidence.Interval(-0.07, -0.054),
                        0.0021,
                        0.004,
                        0.011,
                        51_200.0,
                        48_025.6,
                        20,
                        3,
                        null)));
        results.add(result(
                "Sort.plain",
                Map.of(),
                TIME,
                Verdict.REGRESSED,
                Severity.WARNING,
                Reason.BEYOND_LIMIT,
                new Evidence(0.08, null, null, null, null, 1e-6, 1.08e-6, 1, 1, null)));
        results.add(new JudgedMeasurement(
                new SeriesKey(Benchmark.named("Sort.whole"), TIME.identity(), "ci-linux"),
                TIME,
                Verdict.REGRESSED,
                Severity.CRITICAL,
                Reason.ABSOLUTE_LIMIT,
                new Threshold(0.05, 0.1, Policy.SIGNIFICANT, AbsoluteLimit.of("<= 1 s")),
                Evidence.oneSided(null, 1.2, 0, 1)));
        results.add(result(
                "Tree.insert",
                Map.of(),
                TIME,
                Verdict.IMPROVED,
                Severity.CRITICAL,
                Reason.SIGNIFICANT_CHANGE,
                new Evidence(-0.25, new Evidence.Interval(-0.27, -0.23), 0.0004, 0.02, 0.05, 4e-9, 3e-9, 20, 1, null)));
        results.add(result(
                "Tree.find",
                Map.of(),
                TIME,
                Verdict.UNDECIDED,
                Severity.WARNING,
                Reason.TOO_NOISY,
                new Evidence(0.071, new Evidence.Interval(-0.05, 0.2), 0.21, 0.06, 0.14, 2.5e-8, 2.6775e-8, 20, 1, 3)));
        results.add(result(
                "Tree.remove",
                Map.of(),
                TIME,
                Verdict.UNDECIDED,
                Severity.CRITICAL,
                Reason.TOO_FEW_RUNS,
                new Evidence(0.12, new Evidence.Interval(-0.1, 0.36), 0.3, 0.0266, 0.2, 999.96e-6, 1.12e-3, 1, 1, 1)));
        results.add(result(
                "Tree.size",
                Map.of(),
                TIME,
                Verdict.UNDECIDED,
                Severity.CRITICAL,
                Reason.NO_SPREAD,
                new Evidence(0.5, null, null, null, null, 1.0, 1.5, 1, 1, null)));
        results.add(result(
                "Tree.empty",
                Map.of(),
                COUNT,
                Verdict.UNDECIDED,
                null,
                Reason.NO_RELATIVE_CHANGE,
                new Evidence(null, null, null, null, null, 0.0, 12.0, 5, 1, null)));
        results.add(result(
                "Tree.steps",
                Map.of(),
                COUNT,
                Verdict.UNDECIDED,
                Severity.WARNING,
                Reason.NO_DIRECTION,
                new Evidence(0.06, null, 0.001, 0.0, 0.005, 1_000_000.0, 1_060_000.0, 5, 1, null)));
        results.add(result(
                "Tree.hot",
                Map.of(),
                TIME,
                Verdict.UNDECIDED,
                Severity.WARNING,
                Reason.UNSTABLE,
                new Evidence(0.09, null, null, null, null, 1e-3, 1.09e-3, 5, 1, null)));
        results.add(result(
                "Kernel.triad",
                Map.of(),
                TIME,
                Verdict.UNDECIDED,
                Severity.CRITICAL,
                Reason.CLOCK_CHANGED,
                new Evidence(0.12, new Evidence.Interval(0.1, 0.14), 0.001, 0.01, 0.03, 1e-3, 1.12e-3, 20, 1, null)));
        results.add(result(
                "a|b `c` <script>@team\n\u202e[x](y)",
                Map.of("k", "``"),
                TIME,
                Verdict.NEW,
                null,
                Reason.NOT_IN_BASELINE,
                Evidence.oneSided(null, 1e-3, 0, 1)));
        results.add(result(
                "first", Map.of(), TIME, Verdict.NEW, null, Reason.NO_BASELINE, Evidence.oneSided(null, 1e-3, 0, 1)));
        results.add(result(
                "Gone.test",
                Map.of(),
                TIME,
                Verdict.MISSING,
                null,
                Reason.NOT_IN_CONTENDER,
                Evidence.oneSided(2e-3, null, 20, 0)));
        results.add(result(
                "Sort.quick",
                Map.of("n", "10"),
                TIME,
                Verdict.UNCHANGED,
                null,
                Reason.WITHIN_LIMITS,
                new Evidence(
                        0.0004,
                        new Evidence.Interval(-0.01, 0.011),
                        0.9,
                        0.005,
                        0.013,
                        1.5e-8,
                        1.5006e-8,
                        20,
                        1,
                        null)));
        results.add(result(
                "Sort.quick",
                Map.of("n", "1000"),
                ALLOCATION,
                Verdict.REGRESSED,
                Severity.WARNING,
                Reason.SIGNIFICANT_CHANGE,
                new Evidence(
                        0.0625, new Evidence.Interval(0.06, 0.065), 0.00001, 0.0, 0.001, 4096.0, 4352.0, 20, 1, null)));
        return new Comparison(
                1,
                3,
                Threshold.DEFAULT,
                new Baseline.Choice(
                        Baseline.Source.MERGE_BASE,
                        "main at 3f2a1b0, 1 commit before the merge base (20 runs)",
                        "main",
                        "3f2a1b0c3f2a1b0c3f2a1b0c3f2a1b0c3f2a1b0c",
                        List.of("r1", "r2"),
                        1),
                new Contender.Identity(
                        "pull request #12 at 9c01d2e on ci-linux",
                        "feature",
                        "9c01d2e09c01d2e09c01d2e09c01d2e09c01d2e0",
                        12,
                        "ci-linux",
                        List.of("r3"),
                        true),
                results,
                List.of(new Finding(
                        Finding.Kind.ENVIRONMENT_CHANGED, "The contender ran on another CPU than the baseline.")));
    }

    public static Comparison nothingToCompareWith() {
        return new Comparison(
                1,
                0,
                Threshold.DEFAULT,
                Baseline.Choice.none("no run of main on ci-linux yet"),
                new Contender.Identity(
                        "main at 9c01d2e on ci-linux", "main", "9c01d2e", null, "ci-linux", List.of("r1"), true),
                List.of(result(
                        "first",
                        Map.of(),
                        TIME,
                        Verdict.NEW,
                        null,
                        Reason.NO_BASELINE,
                        Evidence.oneSided(null, 1e-3, 0, 1))),
                List.of());
    }

    private static JudgedMeasurement result(
            String name,
            Map<String, String> params,
            Metric metric,
            Verdict verdict,
            @Nullable Severity severity,
            Reason reason,
            Evidence evidence) {
        Benchmark benchmark = new Benchmark("", name, params, "", 0);
        return new JudgedMeasurement(
                new SeriesKey(benchmark, metric.identity(), "ci-linux"),
                metric,
                verdict,
                severity,
                reason,
                Threshold.DEFAULT,
                evidence);
    }
}
