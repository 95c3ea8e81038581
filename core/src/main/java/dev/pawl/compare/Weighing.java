package dev.pawl.compare;

import dev.pawl.model.Evidence;
import dev.pawl.model.Reason;
import org.jspecify.annotations.Nullable;

/**
 * One measurement's change weighed against its noise, before any limit is applied.
 *
 * @param obstacle why nothing can be proven whatever the change; {@code null} if the noise is known
 * @param fewRuns whether the noise from run to run is assumed rather than seen
 * @param neverVaries whether the baseline is a counter that was the same in every run
 */
record Weighing(Evidence evidence, @Nullable Reason obstacle, boolean fewRuns, boolean neverVaries) {

    /** Nothing but the change is known. */
    static Weighing hindered(Reason obstacle, Evidence evidence) {
        return new Weighing(evidence, obstacle, false, false);
    }
}
