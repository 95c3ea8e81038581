package dev.pawl.parser;

import dev.pawl.model.Measurement;
import dev.pawl.model.Samples;
import dev.pawl.parser.CriterionEstimates.Estimate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One benchmark of a Criterion tree: what its {@code new/} directory holds.
 *
 * <p>Criterion does not say what was measured. Figures are taken for nanoseconds of wall time, which is its default; those of a
 * custom measurement come with their unit only in what {@code cargo bench} prints.
 *
 * @param directory where in the tree it lies
 * @param sample {@code null} where the file is not there
 * @param analysed when Criterion had measured it and began to write; {@code null} where the times of files are not known
 * @param written when the last file was written, likewise
 */
record CriterionBenchmark(
        String directory,
        CriterionId id,
        CriterionEstimates estimates,
        @Nullable CriterionSample sample,
        @Nullable Instant analysed,
        @Nullable Instant written) {

    private static final String WHOLE_TREE = "give the whole directory target/criterion, or run cargo bench again";

    /** Criterion's kinds of throughput: what one iteration handles, and the unit of the rate. */
    private static final Map<String, String> RATE_UNITS =
            Map.of("Bytes", "B/s", "BytesDecimal", "B/s", "Elements", "elem/s", "Bits", "b/s");

    /**
     * @param files by file name without a path
     * @throws ParseException if a file that is needed is missing, or one is broken
     */
    static CriterionBenchmark read(String directory, Map<String, ResultSource> files) {
        ResultSource estimates = files.get("estimates.json");
        ResultSource benchmark = files.get("benchmark.json");
        ResultSource sample = files.get("sample.json");
        if (estimates == null)
            throw new ParseException(
                    place(directory), "estimates.json is missing, so this benchmark has no result; " + WHOLE_TREE);
        if (benchmark == null)
            throw new ParseException(
                    place(directory),
                    "benchmark.json is missing, which alone has the benchmark's name (Criterion before 0.3 does not write it);"
                            + " " + WHOLE_TREE);
        CriterionId id = CriterionId.read(benchmark);
        boolean hasTimes = files.values().stream().allMatch(file -> file.modified() != null);
        return new CriterionBenchmark(
                directory,
                id,
                CriterionEstimates.read(estimates),
                sample == null ? null : CriterionSample.read(sample),
                hasTimes ? times(files.values()).get(0) : null,
                hasTimes ? times(files.values()).get(files.size() - 1) : null);
    }

    /** The time, and the throughput where the benchmark says what it handles. */
    List<Measurement> measurements(List<String> warnings) {
        Estimate typical = estimates.typical();
        TreeMap<String, Double> statistics = new TreeMap<>();
        put(statistics, "mean", estimates.mean());
        put(statistics, "median", estimates.median());
        put(statistics, "median_abs_dev", estimates.medianAbsDev());
        Estimate stddev = estimates.stddev();
        Samples samples = sample == null ? Samples.NONE : Samples.of(sample.perIteration());
        List<Measurement> measurements = new ArrayList<>();
        measurements.add(new Measurement(
                CargoMetric.time("ns"),
                typical.value(),
                typical.lower(),
                typical.upper(),
                stddev == null ? null : stddev.value(),
                null,
                samples.size(),
                samples,
                statistics));
        id.throughput().forEach((kind, amount) -> {
            String unit = RATE_UNITS.get(kind);
            if (unit == null || !Double.isFinite(amount))
                warnings.add("the throughput of " + Excerpt.quote(id.fullId()) + " is of a kind that is not known, "
                        + Excerpt.quote(kind) + ", and is left out");
            else if (typical.value() > 0) measurements.add(throughput(unit, amount, typical, samples.size()));
        });
        return measurements;
    }

    /** A rate turns the interval around: the longest time is the lowest rate. */
    private static Measurement throughput(String unit, double amount, Estimate time, int sampleCount) {
        return new Measurement(
                CargoMetric.throughput(unit),
                perSecond(amount, time.value()),
                time.upper() == null ? null : perSecond(amount, time.upper()),
                time.lower() == null ? null : perSecond(amount, time.lower()),
                null,
                null,
                sampleCount,
                Samples.NONE,
                new TreeMap<>());
    }

    private static double perSecond(double amount, double nanoseconds) {
        return amount * (1e9 / nanoseconds);
    }

    private static void put(Map<String, Double> statistics, String name, @Nullable Estimate estimate) {
        if (estimate != null) statistics.put(name, estimate.value());
    }

    private static List<Instant> times(Collection<ResultSource> files) {
        List<Instant> times = new ArrayList<>();
        for (ResultSource file : files) {
            Instant modified = file.modified();
            if (modified != null) times.add(modified);
        }
        times.sort(null);
        return times;
    }

    private static String place(String directory) {
        return directory.isEmpty() ? "new" : directory + "/new";
    }
}
