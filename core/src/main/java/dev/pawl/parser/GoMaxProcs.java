package dev.pawl.parser;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The suffix {@code -8} that Go puts after a benchmark's name for GOMAXPROCS, unless that is 1.
 *
 * <p>It is no part of the name, or a machine with more cores would begin new series. People end names of sub-benchmarks like
 * that, too, so it is taken for one only where every name of the output has it: one number, or with {@code -cpu 1,2,4} each of
 * several. Only several take part in the identity.
 */
final class GoMaxProcs {

    /** Nobody has more, and a year or a date is less likely to be taken for one. */
    private static final int MOST_DIGITS = 4;

    /** What all names have, smallest first; empty if it cannot be told. */
    private final TreeSet<Integer> known;

    /** The number of each name; empty if it cannot be told. */
    private final Map<String, Integer> numbers;

    private GoMaxProcs(TreeSet<Integer> known, Map<String, Integer> numbers) {
        this.known = known;
        this.numbers = numbers;
    }

    /**
     * @param series at least one
     */
    static GoMaxProcs of(Collection<GoBenchSeries> series) {
        List<String> names = new ArrayList<>(series.size());
        for (GoBenchSeries one : series) names.add(key(one));
        names.sort(Comparator.comparingInt(String::length));
        Set<String> all = new HashSet<>(names);
        // Of names that belong together the shortest is the one with the smallest number.
        String shortest = names.get(0);
        int end = end(shortest);
        Map<String, Integer> numbers = null;
        TreeSet<Integer> known = new TreeSet<>();
        if (end < shortest.length()) {
            known = numbersOf(shortest.substring(0, end), all);
            numbers = covered(names, all, known);
        }
        if (numbers == null) {
            known = numbersOf(shortest, all);
            known.add(1);
            numbers = covered(names, all, known);
        }
        return numbers == null ? new GoMaxProcs(new TreeSet<>(), Map.of()) : new GoMaxProcs(known, numbers);
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

    /** The number with which the benchmark ran, 1 if it cannot be told. */
    int of(GoBenchSeries series) {
        return numbers.getOrDefault(key(series), 1);
    }

    /** The benchmark's name without the number. */
    String nameOf(GoBenchSeries series) {
        String name = series.name();
        return of(series) == 1 ? name : name.substring(0, end(name));
    }

    private static String key(GoBenchSeries series) {
        return series.suite() + "\n" + series.name();
    }

    private static TreeSet<Integer> numbersOf(String base, Set<String> names) {
        TreeSet<Integer> numbers = new TreeSet<>();
        for (String name : names)
            if (name.startsWith(base) && end(name) == base.length() && name.length() > base.length())
                numbers.add(Integer.parseInt(name.substring(base.length() + 1)));
        return numbers;
    }

    /**
     * The number of each name, if all are made of names that have each of the numbers.
     *
     * @param shortestFirst the names
     * @return {@code null} if they are not
     */
    private static @Nullable Map<String, Integer> covered(
            List<String> shortestFirst, Set<String> names, TreeSet<Integer> numbers) {
        Map<String, Integer> covered = new HashMap<>();
        for (String name : shortestFirst) {
            if (covered.containsKey(name)) continue;
            boolean isBare = numbers.first() == 1;
            int end = end(name);
            if (!isBare && end == name.length()) return null;
            String base = isBare ? name : name.substring(0, end);
            for (int number : numbers) {
                String member = number == 1 ? base : base + "-" + number;
                if (!names.contains(member) || covered.put(member, number) != null) return null;
            }
        }
        return covered;
    }

    /** Where the suffix begins, the length of the name if it has none. Go never writes {@code -1}. */
    private static int end(String name) {
        int dash = name.lastIndexOf('-');
        int digits = name.length() - dash - 1;
        if (dash <= 0 || digits < 1 || digits > MOST_DIGITS || name.charAt(dash + 1) == '0') return name.length();
        for (int at = dash + 1; at < name.length(); at++)
            if (name.charAt(at) < '0' || name.charAt(at) > '9') return name.length();
        return digits == 1 && name.charAt(dash + 1) == '1' ? name.length() : dash;
    }
}
