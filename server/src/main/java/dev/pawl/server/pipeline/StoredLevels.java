package dev.pawl.server.pipeline;

import dev.pawl.model.Alert;
import dev.pawl.model.Baseline;
import dev.pawl.model.Environment;
import dev.pawl.model.Finding;
import dev.pawl.model.KnownLevels;
import dev.pawl.model.KnownLevels.Step;
import dev.pawl.model.LevelFacts;
import dev.pawl.model.Run;
import dev.pawl.model.SeriesKey;
import dev.pawl.server.store.StoreView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is stored about the levels of the base runs of a contender: under which GPU and driver each of them ran, and which changes of
 * level somebody accepted.
 */
final class StoredLevels {

    /** From so many base runs on their level is known well enough that nothing needs to be said of the others. */
    private static final int ENOUGH = 5;

    private static final int NAMED = 3;

    private final KnownLevels levels;
    private final LevelFacts contender;
    private final int runs;

    /** The base runs under other facts: how many under which. */
    private final Map<LevelFacts, Integer> others;

    private StoredLevels(KnownLevels levels, LevelFacts contender, int runs, Map<LevelFacts, Integer> others) {
        this.levels = levels;
        this.contender = contender;
        this.runs = runs;
        this.others = others;
    }

    /** @param environment the contender's */
    static StoredLevels of(StoreView view, long projectId, Run run, Environment environment, Baseline.Choice choice) {
        Map<String, LevelFacts> told = view.runs().levelFacts(choice.runs());
        Map<String, LevelFacts> known = new LinkedHashMap<>();
        LevelFacts before = LevelFacts.UNKNOWN;
        for (String id : choice.runs()) {
            before = told.getOrDefault(id, LevelFacts.UNKNOWN).orAsIn(before);
            known.put(id, before);
        }
        LevelFacts contender = LevelFacts.of(environment).orAsIn(before);
        Map<String, Integer> elsewhere = new HashMap<>();
        Map<LevelFacts, Integer> numbers = new HashMap<>();
        Map<LevelFacts, Integer> others = new LinkedHashMap<>();
        known.forEach((id, facts) -> {
            if (!facts.isOtherLevel(contender)) return;
            others.merge(facts, 1, Integer::sum);
            elsewhere.put(
                    id,
                    facts.isOtherGpu(contender)
                            ? KnownLevels.NO_SAY
                            : numbers.computeIfAbsent(facts, unseen -> numbers.size()));
        });
        KnownLevels levels = new KnownLevels(elsewhere, accepted(view, projectId, run, choice));
        return new StoredLevels(levels, contender, choice.runs().size(), others);
    }

    private static Map<SeriesKey, List<Step>> accepted(
            StoreView view, long projectId, Run run, Baseline.Choice choice) {
        Optional<Instant> since = view.runs().firstArrival(choice.runs());
        if (choice.branch() == null || since.isEmpty()) return Map.of();
        Map<SeriesKey, List<Step>> accepted = new HashMap<>();
        for (Alert alert : view.alerts().acceptedSince(projectId, choice.branch(), run.testbed(), since.get())) {
            double from = alert.baseline() == null ? Double.NaN : alert.baseline();
            accepted.computeIfAbsent(alert.series(), unseen -> new ArrayList<>())
                    .add(new Step(alert.sha(), from, from * (1 + alert.change())));
        }
        return accepted;
    }

    KnownLevels known() {
        return levels;
    }

    /** The choice; that of no baseline, where no base run tells the contender's level. */
    Baseline.Choice of(Baseline.Choice choice) {
        return isFirst() ? Baseline.Choice.none("no base run on " + contender.text()) : choice;
    }

    private boolean isFirst() {
        return runs > 0 && levels.elsewhere().size() == runs;
    }

    /** What a reader must know of the base runs under another GPU or driver. */
    Optional<Finding> finding() {
        int here = runs - levels.elsewhere().size();
        if (levels.elsewhere().isEmpty() || here >= ENOUGH) return Optional.empty();
        return Optional.of(new Finding(Finding.Kind.ENVIRONMENT_CHANGED, isFirst() ? first() : few(here)));
    }

    private String first() {
        return "No base run was measured on " + contender.text() + "; " + counted() + " "
                + (runs == 1 ? "tells" : "tell") + " nothing about it, so that a new level begins here.";
    }

    private String few(int here) {
        boolean isOtherGpu = levels.elsewhere().containsValue(KnownLevels.NO_SAY);
        boolean isOtherDriver = others.keySet().stream().anyMatch(facts -> !facts.isOtherGpu(contender));
        return "Of " + runs + " base runs only " + here + " " + (here == 1 ? "was" : "were") + " measured on "
                + contender.text() + " and " + (here == 1 ? "tells" : "tell") + " where the level is; "
                + counted() + " "
                + (!isOtherGpu
                        ? "tell the noise only."
                        : isOtherDriver ? "tell the noise at most." : "tell nothing about it.");
    }

    /** {@code 20 on NVIDIA H100 with driver 550.54 and 4 on NVIDIA H200 with driver 550.54}. */
    private String counted() {
        List<String> counted = new ArrayList<>();
        int rest = levels.elsewhere().size();
        for (Map.Entry<LevelFacts, Integer> other : others.entrySet()) {
            if (counted.size() == NAMED) break;
            counted.add(other.getValue() + " on " + other.getKey().text());
            rest -= other.getValue();
        }
        if (rest > 0) counted.add(rest + " on others");
        return String.join(" and ", counted);
    }
}
