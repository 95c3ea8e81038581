package dev.pawl.cli;

import dev.pawl.model.Benchmark;
import dev.pawl.model.Comparison;
import dev.pawl.model.Direction;
import dev.pawl.model.Evidence;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Role;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesGlob;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Threshold;
import dev.pawl.model.ThresholdOverride;
import dev.pawl.model.Thresholds;
import dev.pawl.model.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison says got worse beyond a limit, proven or not.
 *
 * @param results of headline metrics only
 */
record Suspects(List<JudgedMeasurement> results) {

    Suspects {
        results = List.copyOf(results);
    }

    static Suspects of(Comparison comparison) {
        return new Suspects(
                comparison.results().stream().filter(Suspects::isSuspect).toList());
    }

    private static boolean isSuspect(JudgedMeasurement result) {
        if (result.metric().role() != Role.HEADLINE || result.severity() == null) return false;
        if (result.verdict() == Verdict.REGRESSED) return true;
        Evidence evidence = result.evidence();
        Direction direction = result.metric().direction();
        return result.verdict() == Verdict.UNDECIDED
                && evidence.change() != null
                && (direction == Direction.UNKNOWN || direction.isWorse(0, evidence.change()));
    }

    boolean isEmpty() {
        return results.isEmpty();
    }

    /** The benchmarks by the tool that runs them, each once. */
    Map<RerunTool, List<Benchmark>> byTool(@Nullable RerunTool tool) {
        Map<RerunTool, List<Benchmark>> byTool = new EnumMap<>(RerunTool.class);
        for (JudgedMeasurement suspect : results) {
            Benchmark benchmark = suspect.series().benchmark();
            List<Benchmark> benchmarks =
                    byTool.computeIfAbsent(tool == null ? RerunTool.of(benchmark) : tool, unseen -> new ArrayList<>());
            if (!benchmarks.contains(benchmark)) benchmarks.add(benchmark);
        }
        return byTool;
    }

    /** The most reruns that any of them needs to be settled. */
    int reruns() {
        int most = 1;
        for (JudgedMeasurement suspect : results) {
            Integer reruns = suspect.evidence().rerunsToSettle();
            if (reruns != null) most = Math.max(most, reruns);
        }
        return most;
    }

    /** The suite that all of them are in; {@code null} if they are in several. */
    @Nullable
    String suite() {
        Set<String> suites = new HashSet<>();
        for (JudgedMeasurement suspect : results)
            suites.add(suspect.series().benchmark().suite());
        return suites.size() == 1 ? suites.iterator().next() : null;
    }

    /** Where the first of them was measured; a comparison is about one testbed. */
    String testbed() {
        return results.get(0).series().testbed();
    }

    /** The limits, roles and directions that they were judged by, wherever those came from. */
    Thresholds thresholds() {
        List<Thresholds.Rule> rules = new ArrayList<>();
        for (JudgedMeasurement suspect : results) {
            Benchmark benchmark = suspect.series().benchmark();
            Threshold threshold = suspect.threshold();
            // A name is its own glob. One that has a star in it may match others, which then have their own, later
            // word.
            boolean isGlob = benchmark.name().contains("*") || benchmark.name().contains("?");
            rules.add(
                    isGlob ? 0 : rules.size(),
                    new Thresholds.Rule(
                            new SeriesGlob(
                                    "*", benchmark.name(), suspect.metric().name(), "*"),
                            new ThresholdOverride(
                                    threshold.warning(),
                                    threshold.critical(),
                                    threshold.policy(),
                                    suspect.metric().role(),
                                    suspect.metric().direction(),
                                    threshold.limit())));
        }
        return new Thresholds(rules);
    }

    /** Of what was measured, what is suspected. */
    Map<SeriesKey, Series> among(Map<SeriesKey, Series> measured) {
        Map<SeriesKey, Series> suspected = new LinkedHashMap<>();
        for (JudgedMeasurement suspect : results) {
            Series series = measured.get(suspect.series());
            if (series != null) suspected.put(series.key(), series);
        }
        return suspected;
    }
}
