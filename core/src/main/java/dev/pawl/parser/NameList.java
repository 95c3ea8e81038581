package dev.pawl.parser;

import java.util.ArrayList;
import java.util.List;

/** Names of benchmarks that one sentence is about, gathered while reading. */
final class NameList {

    /** Enough to find them; the rest is counted. */
    private static final int MOST_SHOWN = 10;

    private final List<String> names = new ArrayList<>();

    void add(String name) {
        names.add(name);
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    /** {@code 'a', 'b' and 3 more}. */
    @Override
    public String toString() {
        String shown = String.join(
                ", ", names.stream().limit(MOST_SHOWN).map(Excerpt::quote).toList());
        return names.size() <= MOST_SHOWN ? shown : shown + " and " + (names.size() - MOST_SHOWN) + " more";
    }
}
