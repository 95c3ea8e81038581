package dev.pawl.server.store;

import dev.pawl.model.Alert;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which alerts are meant; {@code null} leaves a criterion open. */
public record AlertFilter(Set<Alert.State> states, @Nullable String branch) {

    /** Every alert. */
    public static final AlertFilter ALL = new AlertFilter(EnumSet.allOf(Alert.State.class), null);

    public AlertFilter {
        states = Set.copyOf(states);
    }

    /** The alerts of a branch that wait for the level to return. */
    public static AlertFilter pendingOn(String branch) {
        Set<Alert.State> pending = Arrays.stream(Alert.State.values())
                .filter(Alert.State::isPending)
                .collect(Collectors.toSet());
        return new AlertFilter(pending, branch);
    }
}
