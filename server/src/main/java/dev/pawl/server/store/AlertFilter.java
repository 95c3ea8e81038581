package dev.pawl.server.store;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which alerts are meant; {@code null} leaves a criterion open. */
public record AlertFilter(
        Set<AlertRow.State> states,
        @Nullable String branch,
        @Nullable Integer pullRequest) {

    /** Every alert. */
    public static final AlertFilter ALL = new AlertFilter(EnumSet.allOf(AlertRow.State.class), null, null);

    /** Alerts that still need something done. */
    public static final AlertFilter STANDING =
            new AlertFilter(EnumSet.of(AlertRow.State.OPEN, AlertRow.State.ACKNOWLEDGED), null, null);

    public AlertFilter {
        states = Set.copyOf(states);
    }
}
