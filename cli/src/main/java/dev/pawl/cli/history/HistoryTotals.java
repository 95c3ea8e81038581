package dev.pawl.cli.history;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a history comes to. Filled run by run; not safe for several threads. */
public final class HistoryTotals {

    private final Set<String> commits = new HashSet<>();
    private final Set<Benchmark> benchmarks = new HashSet<>();
    private final TreeSet<String> testbeds = new TreeSet<>();
    private int runs;
    private int runsWithoutTestbed;
    private long measurements;
    private @Nullable Instant first;
    private @Nullable Instant last;

    public void add(PastRun run) {
        runs++;
        commits.add(run.commit());
        String testbed = run.description().field("testbed");
        if (testbed == null) runsWithoutTestbed++;
        else testbeds.add(testbed);
        for (BenchmarkResult result : run.results().benchmarks()) {
            benchmarks.add(result.benchmark());
            measurements += result.measurements().size();
        }
        Instant time = run.measuredAt();
        if (first == null || time.isBefore(first)) first = time;
        if (last == null || time.isAfter(last)) last = time;
    }

    public int runs() {
        return runs;
    }

    /** How many runs nobody says the testbed of. */
    public int runsWithoutTestbed() {
        return runsWithoutTestbed;
    }

    /** {@code 3 runs of 2 commits, 12 measurements of 4 benchmarks on lab-1, from 2024-03-01 to 2024-03-04} */
    @Override
    public String toString() {
        return counted(runs, "run") + " of " + counted(commits.size(), "commit") + ", "
                + counted(measurements, "measurement") + " of " + counted(benchmarks.size(), "benchmark") + " on "
                + String.join(", ", testbeds) + ", from " + day(first) + " to " + day(last);
    }

    private static String day(@Nullable Instant time) {
        return time == null ? "-" : LocalDate.ofInstant(time, ZoneOffset.UTC).toString();
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
