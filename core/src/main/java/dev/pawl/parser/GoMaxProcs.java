package dev.pawl.parser;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * The suffix {@code -8} that Go puts after a benchmark's name for GOMAXPROCS, unless that is 1.
 *
 * <p>It is no part of the name, or a machine with more cores would begin new series. People end names of sub-benchmarks like
 * that, too, so it is taken for one only where all names have the same, or, with {@code -cpu 1,2,4}, each name has the same
 * several; only then does it take part in the identity.
 */
final class GoMaxProcs {

    /** Nobody has more, and a year or a date is less likely to be taken for one. */
    private static final int MOST_DIGITS = 4;

    /** What all names share; empty if it cannot be told. */
    private final TreeSet<Integer> known;

    private GoMaxProcs(TreeSet<Integer> known) {
        this.known = known;
    }

    static GoMaxProcs of(Collection<GoBenchSeries> series) {
        Map<String, TreeSet<Integer>> byName = new LinkedHashMap<>();
        boolean isAnySuffixed = false;
        for (GoBenchSeries one : series) {
            int end = end(one.name());
            isAnySuffixed |= end < one.name().length();
            String key = one.suite() + "\n" + one.name().substring(0, end);
            TreeSet<Integer> ofName = byName.get(key);
            if (ofName == null) byName.put(key, ofName = new TreeSet<>());
            ofName.add(number(one.name(), end));
        }
        TreeSet<Integer> shared = byName.values().iterator().next();
        for (TreeSet<Integer> other : byName.values())
            if (!other.equals(shared)) return new GoMaxProcs(new TreeSet<>());
        return new GoMaxProcs(isAnySuffixed ? shared : new TreeSet<>());
    }

    /** Whether all benchmarks ran with the same number. */
    boolean isOne() {
        return known.size() == 1;
    }

    /** Whether each benchmark ran with several numbers. */
    boolean isSeveral() {
        return known.size() > 1;
    }

    /** The number that all share. */
    int only() {
        return known.first();
    }

    /** The number in the name. */
    String in(String name) {
        return String.valueOf(number(name, end(name)));
    }

    /** The name without the number. */
    String without(String name) {
        return known.isEmpty() ? name : name.substring(0, end(name));
    }

    /** Where the suffix begins, the length of the name if it has none. */
    private static int end(String name) {
        int dash = name.lastIndexOf('-');
        int digits = name.length() - dash - 1;
        if (dash <= 0 || digits < 1 || digits > MOST_DIGITS || name.charAt(dash + 1) == '0') return name.length();
        for (int at = dash + 1; at < name.length(); at++)
            if (name.charAt(at) < '0' || name.charAt(at) > '9') return name.length();
        return dash;
    }

    private static int number(String name, int end) {
        return end == name.length() ? 1 : Integer.parseInt(name.substring(end + 1));
    }
}
