package dev.pawl.alert;

import dev.pawl.model.Alert;
import dev.pawl.model.JudgedMeasurement;

/** What a comparison does to an alert of its branch. */
public sealed interface AlertChange {

    /** A regression that nobody knows yet. */
    record Opened(JudgedMeasurement regression) implements AlertChange {}

    /** A known regression that became critical. */
    record Worsened(Alert alert, JudgedMeasurement regression) implements AlertChange {}

    /** The level has returned. */
    record Resolved(Alert alert, JudgedMeasurement measurement) implements AlertChange {}
}
