package dev.pawl.compare;

import java.util.Collection;

/** Names benchmarks in a sentence: the first few, and how many more there are. */
final class FirstNames {

    private static final int NAMED = 5;

    private FirstNames() {}

    static String of(Collection<String> names) {
        StringBuilder text = new StringBuilder();
        int named = 0;
        for (String name : names) {
            if (named == NAMED) break;
            text.append(named == 0 ? "" : ", ").append(name);
            named++;
        }
        return names.size() <= NAMED ? text.toString() : text + " and " + (names.size() - NAMED) + " more";
    }
}
