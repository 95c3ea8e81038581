package dev.pawl.alert;

import dev.pawl.model.Alert;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Reason;

/** What a comparison does to an alert of its branch. */
public sealed interface AlertChange {

    /** A regression that nobody knows yet. */
    record Opened(JudgedMeasurement regression) implements AlertChange {

        /** Whether one upload is enough to tell people: no noise excuses a value beyond an absolute limit. */
        public boolean isCertain() {
            return regression.reason() == Reason.ABSOLUTE_LIMIT;
        }
    }

    /** A suspicion that another commit's run bears out. */
    record Confirmed(Alert alert, JudgedMeasurement regression) implements AlertChange {}

    /** A known regression that became critical. */
    record Worsened(Alert alert, JudgedMeasurement regression) implements AlertChange {}

    /** The level has returned. */
    record Resolved(Alert alert, JudgedMeasurement measurement) implements AlertChange {}
}
