package dev.pawl.server.http;

import dev.pawl.model.Comparison;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.SeriesKey;
import dev.pawl.server.store.ComparisonRow;
import dev.pawl.server.store.StoreView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the comparisons of runs say of series. The comparison read last is remembered: an overview asks of one run. */
final class Verdicts {
    private final StoreView view;
    private String run = "";
    private Map<SeriesKey, JudgedMeasurement> ofRun = Map.of();

    Verdicts(StoreView view) {
        this.view = view;
    }

    @Nullable
    JudgedMeasurement of(String runId, SeriesKey series) {
        if (!runId.equals(run)) {
            ofRun = read(runId);
            run = runId;
        }
        return ofRun.get(series);
    }

    private Map<SeriesKey, JudgedMeasurement> read(String runId) {
        Map<SeriesKey, JudgedMeasurement> judged = new HashMap<>();
        view.comparisons()
                .latest(runId)
                .map(ComparisonRow::comparison)
                .map(Comparison::results)
                .orElse(List.of())
                .forEach(result -> judged.put(result.series(), result));
        return judged;
    }
}
