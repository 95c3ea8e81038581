package dev.pawl.server.pipeline;

import dev.pawl.model.LevelFacts;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.StoreView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Where the runs of a testbed begin a new level because another GPU or driver was there. A run that says neither is taken to be like
 * those before it.
 */
final class LevelStarts {

    /**
     * So many runs may leave a fact out before it is forgotten. It is bounded so that the newest runs are enough to know, however
     * long the history is.
     */
    private static final int SILENT = 16;

    /** Two machines take turns when the one before came back so often: an update that is rolled back does so once or twice. */
    private static final int RETURNS = 3;

    private final List<RunRow> runs;
    private final List<LevelFacts> facts = new ArrayList<>();

    /** @param runs of one testbed, oldest first */
    LevelStarts(StoreView view, List<RunRow> runs) {
        this.runs = runs;
        Map<String, LevelFacts> told =
                view.runs().levelFacts(runs.stream().map(RunRow::id).toList());
        for (int place = 0; place < runs.size(); place++) {
            LevelFacts known = LevelFacts.UNKNOWN;
            for (int at = place; at >= Math.max(0, place - SILENT) && !known.isComplete(); at--) {
                LevelFacts said = told.getOrDefault(runs.get(at).id(), LevelFacts.UNKNOWN);
                if (known.isOtherGpu(said)) break;
                known = known.orAsIn(said);
            }
            facts.add(known);
        }
    }

    /** Under what the run at a place took place, as far as is known. */
    LevelFacts facts(int place) {
        return facts.get(place);
    }

    /** Under what the newest run took place. */
    LevelFacts newest() {
        return facts.isEmpty() ? LevelFacts.UNKNOWN : facts.get(facts.size() - 1);
    }

    boolean isAt(int place) {
        return place > 0 && facts.get(place).isOtherLevel(facts.get(place - 1));
    }

    /** Whether the GPU is another one, so that not even the noise is known. */
    boolean isOtherGpuAt(int place) {
        return place > 0 && facts.get(place).isOtherGpu(facts.get(place - 1));
    }

    /** Whether a new level began after a run, and not after the one at a place. */
    boolean isBetween(RunRow run, int place) {
        for (int at = place; at > 0 && runs.get(at).number() != run.number(); at--) if (isAt(at)) return true;
        return false;
    }

    /**
     * The machines that take turns among the newest runs.
     *
     * @return empty if none do: a new level then lasts
     */
    Optional<String> takingTurns() {
        int returns = 0;
        LevelFacts before = LevelFacts.UNKNOWN;
        TreeSet<String> names = new TreeSet<>();
        for (int place = Math.max(1, facts.size() - TestbedReading.TAIL); place < facts.size(); place++) {
            if (!isAt(place)) continue;
            if (facts.get(place).equals(before)) returns++;
            before = facts.get(place - 1);
            names.add(before.text());
            names.add(facts.get(place).text());
        }
        return returns < RETURNS ? Optional.empty() : Optional.of(String.join("; ", names));
    }
}
