package dev.pawl.server.pipeline;

import dev.pawl.model.Environment;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says in words how an environment changed. */
final class EnvironmentChange {

    /** Facts that are named; a driver update changes a handful, another machine all. */
    private static final int NAMED_FACTS = 5;

    private EnvironmentChange() {}

    /**
     * The facts that both know and that differ: {@code jdk was 17.0.15 and is 21.0.7}.
     *
     * @return empty if there are none
     */
    static Optional<String> text(Environment before, Environment after) {
        if (before.equals(after)) return Optional.empty();
        TreeSet<String> names = new TreeSet<>(before.facts().keySet());
        names.retainAll(after.facts().keySet());
        names.removeIf(name -> before.facts().get(name).equals(after.facts().get(name)));
        if (names.isEmpty()) return Optional.empty();
        String facts = names.stream()
                .limit(NAMED_FACTS)
                .map(name -> name + " was " + before.facts().get(name) + " and is "
                        + after.facts().get(name))
                .collect(Collectors.joining("; "));
        return Optional.of(
                facts + (names.size() > NAMED_FACTS ? "; and " + (names.size() - NAMED_FACTS) + " more" : ""));
    }
}
