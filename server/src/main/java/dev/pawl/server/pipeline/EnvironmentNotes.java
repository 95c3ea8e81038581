package dev.pawl.server.pipeline;

import dev.pawl.model.Environment;
import dev.pawl.model.LevelFacts;
import dev.pawl.model.Run;
import dev.pawl.server.store.AnnotationRow;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.StoreView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Notes for the time axis of what changed in a testbed's environment; where machines take turns, one that says so instead. */
final class EnvironmentNotes {

    /** Kind of the note that machines take turns under one label. */
    static final String TURNS = "turns";

    private static final String CHANGE = "environment";

    private final StoreView view;
    private final List<RunRow> runs;
    private final LevelStarts starts;
    private final List<AnnotationRow> notes = new ArrayList<>();

    private EnvironmentNotes(StoreView view, List<RunRow> runs) {
        this.view = view;
        this.runs = runs;
        this.starts = new LevelStarts(view, runs);
    }

    /**
     * @param runs the newest of a testbed, oldest first
     * @param count so many of them are looked at
     */
    static List<AnnotationRow> of(StoreView view, List<RunRow> runs, int count) {
        EnvironmentNotes notes = new EnvironmentNotes(view, runs);
        Optional<String> turns = notes.starts.takingTurns();
        for (int place = Math.max(1, runs.size() - count); place < runs.size(); place++)
            if (turns.isEmpty() || !notes.starts.isAt(place)) notes.addChange(place);
        turns.ifPresent(machines -> notes.add(
                runs.get(runs.size() - 1),
                TURNS,
                "different machines take turns (" + machines
                        + "), so that no level can be followed; give each a label of its" + " own (--testbed)"));
        return notes.notes;
    }

    private void addChange(int place) {
        String end = starts.isAt(place) ? "; a new level begins" : "";
        EnvironmentChange.text(known(place - 1), environment(place))
                .ifPresent(facts -> add(runs.get(place), CHANGE, facts + end));
    }

    /** With the GPU and driver of the runs before, where the run does not say them itself. */
    private Environment known(int place) {
        Map<String, String> facts = new TreeMap<>();
        LevelFacts levels = starts.facts(place);
        if (levels.gpu() != null) facts.put(LevelFacts.GPU, levels.gpu());
        if (levels.driver() != null) facts.put(LevelFacts.DRIVER, levels.driver());
        return Environment.of(facts).with(environment(place));
    }

    private Environment environment(int place) {
        return view.runs().environment(runs.get(place).run().environment());
    }

    private void add(RunRow row, String kind, String text) {
        Run run = row.run();
        notes.add(new AnnotationRow(0, run.branch(), run.sha(), run.receivedAt(), kind, run.testbed() + ": " + text));
    }
}
