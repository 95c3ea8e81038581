package dev.pawl.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.model.Alert;
import dev.pawl.report.CreepWords;
import org.jspecify.annotations.Nullable;

/** What lists and reports say of how an alert's level got where it is. */
final class AlertJson {

    private AlertJson() {}

    /** {@code level} for a change in one step, {@code creep} for many small ones. */
    static String kind(Alert alert) {
        return alert.creep() == null ? "level" : "creep";
    }

    static void putCreep(ObjectNode json, Alert alert) {
        Alert.Creep creep = alert.creep();
        if (creep == null) {
            json.putNull("creep");
            return;
        }
        json.putObject("creep")
                .put("release", creep.release())
                .put("runs", creep.runs())
                .put("text", crept(alert));
    }

    /** {@code crept by +8.1 % since v1.2 over 34 runs}; {@code null} if it did not. */
    static @Nullable String crept(Alert alert) {
        Alert.Creep creep = alert.creep();
        return creep == null ? null : CreepWords.of(alert.change(), creep.release(), alert.lastGoodSha(), creep.runs());
    }
}
