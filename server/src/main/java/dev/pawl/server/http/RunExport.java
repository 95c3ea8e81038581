package dev.pawl.server.http;

import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunsByTime;
import dev.pawl.server.store.StoreView;
import dev.pawl.server.store.StoredMeasurement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A form in which runs go out. */
interface RunExport {

    String contentType();

    /** What stands before the first run. */
    String beginning();

    /** One run in this form, in UTF-8, with its line end. */
    byte[] run(StoreView view, ProjectRow project, RunsByTime.Selection selection, RunsByTime.Dated run);

    /**
     * What a run measured, each benchmark and metric once, in an order that follows from their names, so that a history that went
     * out and came in goes out the same again.
     */
    static List<StoredMeasurement> measurements(StoreView view, ProjectRow project, RunsByTime.Dated run) {
        Map<List<Object>, StoredMeasurement> byName = new LinkedHashMap<>();
        // Where a benchmark was renamed in the middle of a run, the present name came later and counts.
        for (StoredMeasurement one :
                view.measurements().ofRun(project.id(), run.row().number()))
            byName.put(List.of(one.benchmark(), one.measurement().metric().identity()), one);
        List<StoredMeasurement> ordered = new ArrayList<>(byName.values());
        ordered.sort(Comparator.comparing(StoredMeasurement::benchmark)
                .thenComparing(one -> one.measurement().metric().identity()));
        return ordered;
    }
}
